'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StatusDot } from '#components/ui/status-dot.tsx'
import { careQuery, remindersQuery, updateCare } from '#lib/client/queries/care.ts'
import { versionsKey } from '#lib/client/queries/versions.ts'
import type { Care, UpdateCare } from '#lib/shared/care.ts'
import type { Profile } from '#lib/shared/profile.ts'

const outcomes = {
  works: { status: 'ok', word: 'logs in' },
  removed: { status: 'bad', word: 'was removed' },
  unknown: { status: 'warn', word: 'could not be tried' },
} as const

/** CarePanel is how a profile is looked after while nobody looks: the light check and the day of review. */
export function CarePanel({ profile }: { profile: Profile }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const { data: care, error, refetch } = useQuery(careQuery(team.id, profile.id))
  const mayChange = may('profile.update') && profile.rights.includes('edit')
  // At the click itself: what a mutation says of itself comes a moment later, and the box would jump back meanwhile.
  const [wanted, setWanted] = useState<boolean | null>(null)
  const save = useMutation({
    mutationFn: (change: UpdateCare) => updateCare(team.id, profile.id, change),
    onSuccess: (next) => {
      client.setQueryData(careQuery(team.id, profile.id).queryKey, next)
      toast.success('Saved')
      void client.invalidateQueries({ queryKey: versionsKey(team.id, profile.id) })
      void client.invalidateQueries({ queryKey: remindersQuery(team.id).queryKey })
    },
    onSettled: () => setWanted(null),
  })
  return (
    <Panel title="Looked after">
      {error && !care && <Problem error={error} onRetry={() => void refetch()} />}
      {!care && !error && <Skeleton className="h-24 w-full" />}
      {care && (
        <div className="flex flex-col gap-3">
          {profile.product === 'kafka' && (
            <div className="flex flex-col gap-1">
              <Checkbox
                label="Light check every hour"
                hint="One login, nothing else. Tells when the user is removed."
                checked={wanted ?? care.watch}
                disabled={!mayChange || save.isPending}
                onCheckedChange={(watch) => {
                  setWanted(watch)
                  save.mutate({ watch })
                }}
              />
              {care.watch && <Outcome care={care} />}
            </div>
          )}
          <ReviewDay
            key={care.reviewOn ?? 'never'}
            day={care.reviewOn}
            disabled={!mayChange || save.isPending}
            onDay={(reviewOn) => save.mutate({ reviewOn })}
          />
          {save.error && <Problem error={save.error} />}
        </div>
      )}
    </Panel>
  )
}

function Outcome({ care }: { care: Care }) {
  if (care.outcome === null || care.outcomeAt === null) return null
  const { status, word } = outcomes[care.outcome]
  return (
    <p role="status" className="pl-6 text-sm">
      <span className="inline-flex items-center gap-1.5">
        <StatusDot status={status} />
        Version {care.watchedVersion} {word}
      </span>{' '}
      <span className="text-xs text-muted">
        since <RelativeTime at={care.outcomeAt} />
      </span>
      {care.message && <span className="block text-xs text-muted">{care.message}</span>}
    </p>
  )
}

interface ReviewDayProps {
  day: string | null
  disabled: boolean
  onDay: (day: string | null) => void
}

function ReviewDay({ day, disabled, onDay }: ReviewDayProps) {
  const [typed, setTyped] = useState(day ?? '')
  return (
    <Field
      label="Review on"
      aside="optional"
      hint="The team is reminded to ask whether this is still needed."
    >
      {(control) => (
        <Input
          {...control}
          type="date"
          className="max-w-44"
          value={typed}
          disabled={disabled}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            const next = typed === '' ? null : typed
            if (next !== day) onDay(next)
          }}
        />
      )}
    </Field>
  )
}
