import { formatCount } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { AuditVerdict as Verdict } from '#lib/shared/audit-query.ts'

const reasons = {
  edited_or_missing: 'is missing, or not as it was written',
  cut: 'and what followed are missing: the end of the log was cut off',
  checkpoint_differs: 'is not the one that a checkpoint knows: the log was replaced',
} as const

/** AuditVerdict says whether the log is whole, and from where on it is not. */
export function AuditVerdict({ verdict }: { verdict: Verdict }) {
  const { good, events, firstBad, reason, checkpoint } = verdict
  const told = checkpoint
    ? `The newest checkpoint kept here is of event ${formatCount(checkpoint.sequence)}.`
    : 'There is no checkpoint yet; one is made each day.'
  if (good) {
    return (
      <Notice
        tone="ok"
        role="status"
        title={`The log is whole: ${formatCount(events)} events of this server, each as it was written.`}
        advice={told}
      />
    )
  }
  return (
    <Notice
      tone="bad"
      role="alert"
      title={`Event ${formatCount(firstBad ?? 0)} ${reasons[reason ?? 'edited_or_missing']}.`}
      advice={`The ${formatCount(events)} events before it are good. Somebody changed the database from outside: keep a copy of it, and compare with the checkpoints that were sent elsewhere. ${told}`}
      command="keystream audit verify --checkpoints server.log"
    />
  )
}
