'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { addGrant } from '#lib/client/queries/grants.ts'
import { profilesKey } from '#lib/client/queries/profiles.ts'
import type { GrantEffect, ProfileRight } from '#lib/shared/grant.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { MemberAccess } from '#lib/shared/profile-access.ts'
import { rightWords } from './right-words.ts'

const EVERYBODY = 'everybody'
const HOUR_MS = 3_600_000
const ends = [
  { value: 'never', label: 'No end', hours: null },
  { value: 'hour', label: 'In an hour', hours: 1 },
  { value: 'day', label: 'In a day', hours: 24 },
  { value: 'week', label: 'In a week', hours: 7 * 24 },
  { value: 'month', label: 'In 30 days', hours: 30 * 24 },
  { value: 'quarter', label: 'In 90 days', hours: 90 * 24 },
] as const

/** AddGrant gives or denies one right to a member or the team. Owners and admins alone deny; others give what they hold. */
export function AddGrant({ profile, members }: { profile: Profile; members: readonly MemberAccess[] }) {
  const { team } = useTeam()
  const proof = useRecentProof()
  const client = useQueryClient()
  const isHead = team.role === 'owner' || team.role === 'admin'
  const offered = (Object.keys(rightWords) as ProfileRight[]).filter(
    (right) => isHead || profile.rights.includes(right),
  )
  const [person, setPerson] = useState(EVERYBODY)
  const [right, setRight] = useState<ProfileRight>('use')
  const [effect, setEffect] = useState<GrantEffect>('allow')
  const [end, setEnd] = useState<(typeof ends)[number]['value']>('never')
  const add = useMutation({
    mutationFn: () => {
      const hours = ends.find(({ value }) => value === end)?.hours ?? null
      const expiresAt = hours === null ? null : new Date(Date.now() + hours * HOUR_MS).toISOString()
      const body = { person: person === EVERYBODY ? null : person, right, effect, expiresAt }
      return proof.run(() => addGrant(team.id, profile.id, body))
    },
    onSuccess: async ({ person: whom }) => {
      toast.success(
        `${effect === 'allow' ? 'Given to' : 'Denied to'} ${whom?.name ?? 'everybody in the team'}`,
      )
      await client.invalidateQueries({ queryKey: profilesKey(team.id) })
    },
  })
  const people = [
    { value: EVERYBODY, label: 'Everybody in the team' },
    ...members.map(({ id, name, email, role }) => ({ value: id, label: `${name} (${email}), ${role}` })),
  ]

  function submit(event: SubmitEvent) {
    event.preventDefault()
    add.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3" aria-label="Give or deny a right">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_1fr_1fr_1fr_auto]">
        <Field label="Who">
          {(control) => <Select {...control} value={person} options={people} onValueChange={setPerson} />}
        </Field>
        <Field label="Right">
          {(control) => (
            <Select
              {...control}
              value={right}
              options={offered.map((value) => ({ value, label: rightWords[value].label }))}
              onValueChange={setRight}
            />
          )}
        </Field>
        <Field label="Rule">
          {(control) => (
            <Select
              {...control}
              value={effect}
              options={[
                { value: 'allow', label: 'Allow' },
                ...(isHead ? [{ value: 'deny' as const, label: 'Deny' }] : []),
              ]}
              onValueChange={setEffect}
            />
          )}
        </Field>
        <Field label="Ends">
          {(control) => <Select {...control} value={end} options={ends} onValueChange={setEnd} />}
        </Field>
        <Button type="submit" variant="primary" pending={add.isPending} className="self-end">
          <Plus />
          {effect === 'allow' ? 'Give' : 'Deny'}
        </Button>
      </div>
      <p className="text-xs text-muted">
        {effect === 'allow' ? 'They may ' : 'They may not '}
        {rightWords[right].may}
        {effect === 'allow' ? ', as far as their role allows.' : '. A denial wins over every grant.'}
      </p>
      {add.error && <Problem error={add.error} />}
    </form>
  )
}
