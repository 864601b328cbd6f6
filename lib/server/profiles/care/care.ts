import 'server-only'
import type { Selectable } from 'kysely'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { ProfileCareTable } from '#lib/server/db/schema.ts'
import { type Care, CareSchema, type UpdateCare } from '#lib/shared/care.ts'
import type { Actor } from '../actor.ts'
import { getProfile } from '../list-profiles.ts'
import { lockProfile } from '../lock-profile.ts'

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

const nothing = {
  watch: 0,
  watchedAt: null,
  watchedVersion: null,
  outcome: null,
  message: null,
  outcomeAt: null,
  reviewOn: null,
}

/** getCare gives how a profile is looked after; one that nobody cared for yet is not watched. Throws `not_found`. */
export async function getCare({ teamId, profileId }: ProfileId): Promise<Care> {
  await getProfile({ teamId, profileId })
  const row = await getDatabase()
    .selectFrom('profileCare')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .executeTakeFirst()
  return careOfRow(row ?? nothing)
}

/**
 * updateCare switches the hourly light check and sets the day of the next review, audited. A new or cleared day takes
 * the reminder of the former one away. Throws `not_found`, and `unprocessable` for a light check of another product.
 */
export async function updateCare(
  options: ProfileId & { readonly actor: Actor; readonly input: UpdateCare },
): Promise<Care> {
  const { teamId, profileId, actor, input } = options
  await inTransaction(async (tx) => {
    const profile = await lockProfile(tx, options)
    if (input.watch === true && profile.product !== 'kafka') throw onlyKafka()
    const change = {
      ...(input.watch !== undefined && { watch: input.watch ? 1 : 0 }),
      ...(input.reviewOn !== undefined && { reviewOn: input.reviewOn }),
    }
    await tx
      .insertInto('profileCare')
      .values({ profileId, teamId, ...nothing, ...change })
      .onConflict((conflict) => conflict.column('profileId').doUpdateSet({ teamId, ...change }))
      .execute()
    if (input.reviewOn !== undefined) {
      const reminders = tx.deleteFrom('profileReminder').where('profileId', '=', profileId)
      await reminders.where('kind', '=', 'review').execute()
    }
    await recordAuditEvent(tx, {
      action: 'profile.care-changed',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: change,
    })
  })
  return getCare({ teamId, profileId })
}

function careOfRow(row: Omit<Selectable<ProfileCareTable>, 'profileId' | 'teamId'>): Care {
  return CareSchema.parse({ ...row, watch: row.watch === 1 })
}

function onlyKafka(): AppError {
  return new AppError({
    code: 'unprocessable',
    field: 'watch',
    message: 'Only Kafka profiles can be watched.',
    advice: 'Set a day of review instead.',
  })
}
