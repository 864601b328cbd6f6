import 'server-only'
import type { Reminder } from '#lib/shared/care.ts'

/** A mail is to be read; whoever has more of them finds the rest on the team's page. */
const MAX_SHOWN = 50

/** reminderMail writes what a team has to see to: names, days and links, and nothing that is secret. */
export function reminderMail(of: {
  readonly team: { readonly id: string; readonly name: string }
  readonly reminders: readonly Reminder[]
  readonly publicUrl: string
}): { subject: string; text: string } {
  const { team, reminders, publicUrl } = of
  const base = `${publicUrl}/teams/${team.id}/profiles`
  const [only] = reminders
  const subject =
    only && reminders.length === 1
      ? `Keystream: ${wordsOf(only)}`
      : `Keystream: ${reminders.length} reminders in ${team.name}`
  const shown = reminders.slice(0, MAX_SHOWN)
  const more = reminders.length - shown.length
  return {
    subject: subject.replace(/\s+/g, ' '),
    text: [
      `In the team "${team.name}" somebody has to see to this:`,
      '',
      ...shown.flatMap((each) => [`- ${wordsOf(each)}`, `  ${base}/${each.profile}`, '']),
      ...(more > 0 ? [`… and ${more} more: ${base}`, ''] : []),
      'Each is told once by e-mail, to the owners and admins of the team and to whoever made the profile.',
      '',
    ].join('\n'),
  }
}

function wordsOf({ name, kind, label, days, dueAt }: Reminder): string {
  const day = dueAt.slice(0, 10)
  if (kind === 'review') return `${name} is due for review since ${day}`
  if (kind === 'removed')
    return `${name} can’t log in any more: its user was removed, or its password changed`
  const what = kind === 'authority' ? 'certificate authority' : 'client certificate'
  const named = label === '' ? '' : ` "${label}"`
  if (days === 0) return `${name}: the ${what}${named} has ended on ${day}`
  return `${name}: the ${what}${named} ends on ${day}, within ${days === 1 ? 'a day' : `${days} days`}`
}
