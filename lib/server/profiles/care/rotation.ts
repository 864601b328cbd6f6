import 'server-only'
import { matchFacts } from '#lib/credentials/match-facts.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import { type Rotation, RotationStepSchema, type TickRequest, TickSchema } from '#lib/shared/rotation.ts'
import type { Actor } from '../actor.ts'
import { lockProfile } from '../lock-profile.ts'
import { listVersions } from '../versions/list-versions.ts'

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/**
 * findRotation gives the rotation that brought the current version into service, with what is done of it; null when
 * the current version continues the same user, or is the first. Nothing is stored but the ticks: the versions
 * themselves say that the user has changed. Throws `not_found`.
 */
export async function findRotation(id: ProfileId): Promise<Rotation | null> {
  const { items } = await listVersions(id)
  const to = items.find(({ state }) => state === 'current')
  const from = to && formerOf(to, items)
  if (!to || !from || matchFacts(from.facts, to.facts) !== 'rotation') return null
  const rows = await getDatabase()
    .selectFrom('rotationTick')
    .select(['step', 'at', 'by'])
    .where('profileId', '=', id.profileId)
    .where('version', '=', to.version)
    .orderBy('at')
    .execute()
  const ticks = rows.map((row) => TickSchema.parse(row))
  const finished = RotationStepSchema.options.every((step) => ticks.some((tick) => tick.step === step))
  return { from, to, ticks, finished }
}

/** The previous one; when its data was destroyed already, the newest that had been in service before. */
function formerOf(to: ProfileVersion, items: readonly ProfileVersion[]): ProfileVersion | undefined {
  const previous = items.find(({ state }) => state === 'previous')
  if (previous) return previous
  return items.find(({ state, version }) => state === 'retired' && version < to.version)
}

/**
 * tickRotation marks a step of the rotation done, or takes the mark back; each is audited, and the last one finishes
 * the rotation. Throws `not_found`, and `conflict` when no rotation is under way.
 */
export async function tickRotation(
  options: ProfileId & { readonly actor: Actor; readonly request: TickRequest },
): Promise<Rotation> {
  const { teamId, profileId, actor, request } = options
  const rotation = await findRotation(options)
  if (!rotation) throw noRotation()
  const { version } = rotation.to
  await inTransaction(async (tx) => {
    const profile = await lockProfile(tx, options)
    if (profile.version !== version) throw noRotation()
    const done = rotation.ticks.some(({ step }) => step === request.step)
    if (done === request.done) return
    if (request.done) await writeTick(tx, { profileId, version, step: request.step, by: actor.name })
    else await removeTick(tx, profileId, version, request.step)
    const event = { teamId, actor: actor.email, subject: profileId }
    const details = { step: request.step, done: request.done, version }
    await recordAuditEvent(tx, { ...event, action: 'rotation.step-ticked', details })
    const others = rotation.ticks.filter(({ step }) => step !== request.step).length
    if (request.done && others === RotationStepSchema.options.length - 1)
      await recordAuditEvent(tx, { ...event, action: 'rotation.finished', details: { version } })
  })
  return (await findRotation(options)) ?? rotation
}

/** writeTick stores a tick in the caller's transaction; one that is there stays as it is. */
export async function writeTick(
  tx: Tx,
  tick: {
    readonly profileId: string
    readonly version: number
    readonly step: string
    readonly by: string | null
  },
): Promise<void> {
  await tx
    .insertInto('rotationTick')
    .values({ ...tick, at: isoNow() })
    .onConflict((conflict) => conflict.columns(['profileId', 'version', 'step']).doNothing())
    .execute()
}

async function removeTick(tx: Tx, profileId: string, version: number, step: string): Promise<void> {
  const ticks = tx.deleteFrom('rotationTick').where('profileId', '=', profileId)
  await ticks.where('version', '=', version).where('step', '=', step).execute()
}

function noRotation(): AppError {
  return new AppError({
    code: 'conflict',
    message: 'No rotation of this profile is under way.',
    advice: 'Reload the page to see the versions as they are now.',
  })
}
