import 'server-only'
import { deleteGroup } from '#lib/kafka/delete-group.ts'
import { resetGroup } from '#lib/kafka/reset-group.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { AuditEvent } from '#lib/shared/audit-event.ts'
import type { ResetGroup, ResetPartition, ResetResult } from '#lib/shared/group.ts'
import { explained, type GroupAsker, openGroup } from './open-groups.ts'

/** An entry of the ledger is to be read; a topic of thousands of partitions is summed up after so many. */
const LISTED_PARTITIONS = 20

/**
 * resetProfileGroup moves a group's offsets, or with `dryRun` only says how. What was moved, from where to where, is
 * audited; so is a reset that failed, since what it did is then not known. Throws what resetGroup throws.
 */
export async function resetProfileGroup({
  group,
  reset,
  ...asker
}: GroupAsker & { readonly group: string; readonly reset: ResetGroup }): Promise<ResetResult> {
  const { target } = await openGroup(asker, group, reset.dryRun ? 'look' : 'change')
  const { signal } = asker
  const resetting = explained(target, resetGroup(target, group, { ...reset, signal }))
  if (reset.dryRun) return resetting
  const details = { group, to: reset.to, ...(reset.topic !== undefined && { topic: reset.topic }) }
  const result = await auditFailure(asker, 'group.reset', details, resetting)
  await audit(asker, 'group.reset', { ...details, ...summaryOf(result.partitions) })
  return result
}

/** deleteProfileGroup deletes a group and its offsets, audited. Throws what deleteGroup throws. */
export async function deleteProfileGroup({
  group,
  ...asker
}: GroupAsker & { readonly group: string }): Promise<void> {
  const { target } = await openGroup(asker, group, 'change')
  const deleting = explained(target, deleteGroup(target, group, { signal: asker.signal }))
  await auditFailure(asker, 'group.deleted', { group }, deleting)
  await audit(asker, 'group.deleted', { group })
}

type Details = AuditEvent['details']

async function auditFailure<T>(
  asker: GroupAsker,
  action: 'group.reset' | 'group.deleted',
  details: Details,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal'
    await audit(asker, action, { ...details, failed: code })
    throw error
  }
}

function audit(
  { teamId, profileId, actor }: GroupAsker,
  action: 'group.reset' | 'group.deleted',
  details: Details,
): Promise<void> {
  return inTransaction(async (tx) => {
    await recordAuditEvent(tx, { action, teamId, actor: actor.email, subject: profileId, details })
  })
}

/** summaryOf tells what became of the partitions: how many, and of the first ones from where to where. */
export function summaryOf(partitions: readonly ResetPartition[]): Details {
  const moved = partitions.filter(({ status }) => status === 'committed')
  const failed = partitions.filter(({ status }) => status === 'failed')
  const listed = moved
    .slice(0, LISTED_PARTITIONS)
    .map(({ topic, partition, old, new: next }) => `${topic}/${partition}: ${old ?? 'none'} → ${next}`)
  const more = moved.length - listed.length
  return {
    moved: moved.length,
    refused: failed.length,
    offsets: listed.join(', ') + (more > 0 ? `, and ${more} more` : ''),
  }
}
