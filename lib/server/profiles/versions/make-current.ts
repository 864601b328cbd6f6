import 'server-only'
import type { Selectable } from 'kysely'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import type { ProfileVersionTable } from '#lib/server/db/schema.ts'
import type { Actor } from '../actor.ts'
import { findState, setState } from './change-state.ts'

/**
 * makeCurrent puts a version into service in the caller's transaction, which holds the profile's row: what was current
 * becomes previous, and what was previous is retired, its data destroyed. The profile shows the new one's face.
 */
export async function makeCurrent(
  tx: Tx,
  target: Selectable<ProfileVersionTable>,
  by: Actor,
): Promise<{ readonly from: number | null; readonly retired: number | null }> {
  const { profileId, version } = target
  const [current, previous] = [
    await findState(tx, profileId, 'current'),
    await findState(tx, profileId, 'previous'),
  ]
  const retired = previous !== null && previous.version !== version ? previous : null
  if (retired) await setState(tx, retired, 'retired', by)
  if (current) await setState(tx, current, 'previous', by)
  await setState(tx, target, 'current', by)
  const { facts, hasClientCertificate, verifyHostname, lastCheck } = target
  await tx
    .updateTable('profile')
    .set({ version, facts, hasClientCertificate, verifyHostname, lastCheck, updatedAt: isoNow() })
    .where('id', '=', profileId)
    .execute()
  return { from: current?.version ?? null, retired: retired?.version ?? null }
}
