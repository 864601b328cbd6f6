'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Notice } from '#components/ui/notice.tsx'
import { dismissReminder, remindersQuery } from '#lib/client/queries/care.ts'
import type { Reminder } from '#lib/shared/care.ts'
import { reminderTone, reminderWords } from './reminder-words.ts'

/** A list that is longer hides the profiles below it. */
const SHOWN = 5

/** Reminders says what the team should see to, on the list of profiles or, with `profile`, on that one's page. */
export function Reminders({ profile }: { profile?: string }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const all = useQuery(remindersQuery(team.id)).data?.items ?? []
  const items = profile === undefined ? all : all.filter((each) => each.profile === profile)
  const dismiss = useMutation({
    mutationFn: ({ profile: id, kind, subject, days }: Reminder) =>
      dismissReminder(team.id, { profile: id, kind, subject, days }),
    onSuccess: () => client.invalidateQueries({ queryKey: remindersQuery(team.id).queryKey }),
  })
  if (items.length === 0) return null
  return (
    <Notice
      tone={items.some((each) => reminderTone(each) === 'bad') ? 'bad' : 'warn'}
      title={items.length === 1 ? 'One thing to see to' : `${items.length} things to see to`}
    >
      <ul aria-label="Reminders" className="flex flex-col gap-1 text-sm">
        {items.slice(0, SHOWN).map((each) => (
          <li key={`${each.profile} ${each.kind} ${each.subject}`} className="flex items-start gap-2">
            <span
              className={classNames(
                'min-w-0 flex-1 py-0.5 break-words',
                profile !== undefined && 'first-letter:uppercase',
              )}
            >
              {profile === undefined && (
                <>
                  <Link
                    href={`/teams/${team.id}/profiles/${each.profile}/versions`}
                    className="font-medium text-accent underline underline-offset-2"
                  >
                    {each.name}
                  </Link>
                  {': '}
                </>
              )}
              {reminderWords(each)}
            </span>
            {may('profile.update') && (
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Put away: ${each.name}, ${reminderWords(each)}`}
                title="Put away for the whole team"
                onClick={() => dismiss.mutate(each)}
              >
                <X />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {items.length > SHOWN && <p className="text-sm text-muted">And {items.length - SHOWN} more.</p>}
      {dismiss.error && <Problem error={dismiss.error} />}
    </Notice>
  )
}
