import 'server-only'
import type { Selectable } from 'kysely'
import { httpsEgress } from '#lib/network/https-egress.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import type { JobWebhookTable } from '#lib/server/db/job-tables.ts'
import { getTeamEgressPolicy } from '#lib/server/egress/team-egress.ts'
import { getKeyring, getKeyringFor } from '#lib/server/vault/keyring.ts'
import { openBytes, sealBytes, storeVersion } from '#lib/server/vault/seal-secret.ts'
import { decodeWebhook, encodeWebhook, FIRST_WEBHOOK_SLOT } from '#lib/server/vault/webhook-seal.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { newId } from '#lib/shared/ids.ts'
import { type CreateJobWebhook, type JobWebhook, JobWebhookSchema } from '#lib/shared/job-notify.ts'
import { Secret } from '#lib/shared/secret.ts'
import type { Actor } from './actor.ts'
import { getProfile } from './list-profiles.ts'
import { lockProfile } from './lock-profile.ts'

/** A list that is chosen from; a place that tells many others does so itself. */
const MAX_WEBHOOKS = 20

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** WebhookTarget is a webhook that was opened to be told something. Its address may hold a token. */
export interface WebhookTarget {
  readonly url: string
  readonly secret: Secret
  readonly egress: EgressPolicy
}

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/** listWebhooks gives a profile's webhooks by name, without address and key. Throws `not_found` for the profile. */
export async function listWebhooks(id: ProfileId): Promise<JobWebhook[]> {
  await getProfile(id)
  const rows = await select(getDatabase(), id).orderBy('name').execute()
  return rows.map((row) => JobWebhookSchema.parse(row))
}

/**
 * createWebhook seals an address and the key that its messages are signed with; audited. Throws `not_found` for the
 * profile, `bad_request` for an address that is not https, `conflict` for a name that is taken or one too many.
 */
export async function createWebhook(
  options: ProfileId & { readonly actor: Actor; readonly input: CreateJobWebhook },
): Promise<JobWebhook> {
  const { teamId, profileId, actor, input } = options
  const { name } = input
  if (!isWebhookAddress(input.url)) throw badAddress()
  const { origin } = new URL(input.url)
  const keyring = await getKeyring()
  return inTransaction(async (tx) => {
    await lockProfile(tx, options)
    const before = await select(tx, options).execute()
    if (before.some((each) => each.name === name)) throw taken()
    if (before.length >= MAX_WEBHOOKS) throw tooMany()
    const slot = Math.min(FIRST_WEBHOOK_SLOT + 1, ...before.map((each) => each.slot)) - 1
    const place = { teamId, profileId, version: slot }
    const sealed = encodeWebhook({ url: input.url, key: new Secret(input.secret) })
    await storeVersion(tx, place, sealBytes(keyring, place, sealed), actor.name)
    const id = newId('whk')
    const row = { id, teamId, profileId, slot, name, origin, createdBy: actor.name, createdAt: isoNow() }
    await tx.insertInto('jobWebhook').values(row).execute()
    await audit(tx, 'webhook.added', row, actor)
    return JobWebhookSchema.parse(row)
  })
}

/** deleteWebhook takes a webhook and what is sealed of it away; audited. Throws `not_found`, and `conflict` while a schedule tells it or sends it records. */
export async function deleteWebhook(
  options: ProfileId & { readonly actor: Actor; readonly webhookId: string },
): Promise<void> {
  const { profileId, actor, webhookId } = options
  await inTransaction(async (tx) => {
    const row = await select(tx, options).where('id', '=', webhookId).executeTakeFirst()
    if (!row) throw notFound()
    const schedule = await tx
      .selectFrom('jobSchedule')
      .select('name')
      .where('profileId', '=', profileId)
      .where((e) =>
        e.or([e('notify', 'like', `%"${webhookId}"%`), e('spec', 'like', `%"webhook":"${webhookId}"%`)]),
      )
      .executeTakeFirst()
    if (schedule) throw inUse(schedule.name)
    await tx.deleteFrom('jobWebhook').where('id', '=', webhookId).execute()
    await tx
      .deleteFrom('secretVersion')
      .where('profileId', '=', profileId)
      .where('version', '=', row.slot)
      .execute()
    await audit(tx, 'webhook.deleted', row, actor)
  })
}

/** webhookTarget opens a webhook for use on the server; null when it is gone. Throws `vault_integrity`. */
export async function webhookTarget(teamId: string, webhookId: string): Promise<WebhookTarget | null> {
  const row = await getDatabase()
    .selectFrom('jobWebhook as w')
    .innerJoin('secretVersion as s', (join) =>
      join.onRef('s.profileId', '=', 'w.profileId').onRef('s.version', '=', 'w.slot'),
    )
    .innerJoin('profile as p', 'p.id', 'w.profileId')
    .select(['w.profileId', 'w.slot', 's.keyId', 's.wrapNonce', 's.wrappedKey', 's.nonce', 's.ciphertext'])
    .where('w.teamId', '=', teamId)
    .where('w.id', '=', webhookId)
    .where('p.deletedAt', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const place = { teamId, profileId: row.profileId, version: row.slot }
  const { url, key } = decodeWebhook(openBytes(await getKeyringFor(row.keyId), place, row))
  return { url, secret: key, egress: httpsEgress(await getTeamEgressPolicy(teamId)) }
}

/** Https, or http on this machine alone. */
function isWebhookAddress(text: string): boolean {
  const url = URL.parse(text)
  if (url?.username !== '' || url.password !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname))
}

const select = (db: Tx | ReturnType<typeof getDatabase>, { teamId, profileId }: ProfileId) =>
  db.selectFrom('jobWebhook').selectAll().where('teamId', '=', teamId).where('profileId', '=', profileId)

async function audit(
  tx: Tx,
  action: 'webhook.added' | 'webhook.deleted',
  { id, teamId, profileId, name, origin }: Selectable<JobWebhookTable>,
  { email }: Actor,
): Promise<void> {
  const details = { webhook: id, name, origin }
  await recordAuditEvent(tx, { action, teamId, actor: email, subject: profileId, details })
}

function badAddress(): AppError {
  return new AppError({
    code: 'bad_request',
    field: 'url',
    message: 'This is no address for a webhook.',
    advice: 'It begins with https:// and holds no user, password or #; plain http:// only for localhost.',
  })
}

function taken(): AppError {
  return new AppError({
    code: 'conflict',
    field: 'name',
    message: 'The profile has a webhook of this name already.',
    advice: 'Choose another name, or delete that one.',
  })
}

function tooMany(): AppError {
  return new AppError({
    code: 'conflict',
    message: `The profile has ${MAX_WEBHOOKS} webhooks already.`,
    advice: 'Delete some that are not needed any more.',
  })
}

function inUse(schedule: string): AppError {
  return new AppError({
    code: 'conflict',
    message: `The schedule “${schedule}” uses this webhook.`,
    advice: 'Change or delete the schedule first.',
  })
}
