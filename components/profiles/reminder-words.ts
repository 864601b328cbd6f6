import type { Reminder } from '#lib/shared/care.ts'

/** reminderTone: what has failed already is bad, what is going to is a warning. */
export function reminderTone({ kind, days }: Reminder): 'warn' | 'bad' {
  return kind === 'removed' || (kind !== 'review' && days === 0) ? 'bad' : 'warn'
}

/** reminderWords says in one sentence what is to be seen to, and until when. */
export function reminderWords({ kind, days, dueAt, label, subject }: Reminder): string {
  const day = dueAt.slice(0, 10)
  switch (kind) {
    case 'authority':
      return `${days === 0 ? `the authority ${label} ended on ${day}` : `the authority ${label} ends on ${day}`}; paste the output again once the charm has a new one.`
    case 'client-certificate':
      return `the client certificate ${label} ${days === 0 ? 'ended' : 'ends'} on ${day}; keep a version with a new one.`
    case 'review':
      return `to be reviewed since ${day}: is it still needed, by whom, with which rights?`
    case 'removed':
      return `the user of version ${subject} was removed from the cluster, or has another password; paste the new output.`
  }
}
