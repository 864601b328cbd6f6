import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { type Asking, rightsOn } from '#lib/server/teams/profile-access.ts'
import { sealBundle } from '#lib/server/vault/bundle.ts'
import { encodeCredential } from '#lib/server/vault/credential-codec.ts'
import {
  type ExportBundle,
  type ExportedBundle,
  MAX_BUNDLE_PROFILES,
  MAX_NAMED_HEADS,
} from '#lib/shared/bundle.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import { Secret } from '#lib/shared/secret.ts'
import { encodeBundle } from './bundle-content.ts'
import { getProfile } from './list-profiles.ts'
import { openProfile } from './open-profile.ts'

/** Each costs 128 MiB for some tenths of a second, and each takes the team's secrets out of the vault. */
const PER_USER = { name: 'bundle-export', max: 10, windowMs: 3_600_000 }

/** Exporter is who takes a bundle away: a head of the team, with the rights of his own on each profile. */
export interface Exporter extends Asking {
  readonly email: string
}

/**
 * exportBundle seals the current versions of a team's profiles, all that are seen or those named, under a passphrase.
 * Who holds the file and the passphrase reads every secret in it, so only profiles are in it whose secrets the exporter
 * may see (right `reveal`); the others are named beside it. One audit event for the bundle and one for each profile are
 * committed before anything is sealed: no row, no secret. Throws `not_found` for a profile that is not there or not to
 * be seen, `forbidden`, audited, when none is left, `unprocessable` for a team without profiles, `too_large`,
 * `vault_integrity`, `rate_limited`, `unavailable`.
 */
export async function exportBundle(options: {
  readonly member: Exporter
  readonly input: ExportBundle
}): Promise<ExportedBundle> {
  const { member, input } = options
  const { teamId } = member
  takeToken(PER_USER, member.email)
  const { taken, leftOut } = await sortByRight(member, input.profiles)
  const canGrant = leftOut.length === 0 ? [] : await listHeads(teamId)
  if (taken.length === 0) throw await nothingLeft(member, leftOut.length, canGrant)
  const opened: { readonly face: ProfileFace; readonly sealed: Buffer }[] = []
  for (const profileId of taken) {
    // Its face as the list shows it, its credential as it was sealed.
    const face = await getProfile({ teamId, profileId })
    const { credential } = await openProfile({ teamId, profileId, version: face.version })
    opened.push({ face, sealed: encodeCredential(credential) })
  }
  await inTransaction(async (tx) => {
    const event = { teamId, actor: member.email }
    const details = { profiles: opened.length, leftOut: leftOut.length }
    await recordAuditEvent(tx, { ...event, action: 'bundle.exported', details })
    for (const { face } of opened) {
      const details = { name: face.name, version: face.version }
      await recordAuditEvent(tx, { ...event, action: 'secret.exported', subject: face.id, details })
    }
  })
  const plain = encodeBundle(opened)
  try {
    return { bundle: await sealBundle(plain, opened.length, new Secret(input.passphrase)), leftOut, canGrant }
  } finally {
    for (const bytes of [plain, ...opened.map(({ sealed }) => sealed)]) bytes.fill(0)
  }
}

/** Those whose secrets the member may see, by id; and those that he sees without that right, by name. */
async function sortByRight(member: Exporter, named: readonly string[] | undefined) {
  let query = getDatabase()
    .selectFrom('profile')
    .select(['id', 'name', 'createdById', 'facts'])
    .where('teamId', '=', member.teamId)
    .where('deletedAt', 'is', null)
  if (named) query = query.where('id', 'in', [...new Set(named)])
  const rows = await query
    .orderBy('createdAt')
    .limit(MAX_BUNDLE_PROFILES + 1)
    .execute()
  if (rows.length > MAX_BUNDLE_PROFILES) throw tooMany()
  const rights = await rightsOn(getDatabase(), member, rows)
  const may = (id: string, right: ProfileRight): boolean => rights.get(id)?.includes(right) ?? false
  const seen = rows.filter(({ id }) => may(id, 'see'))
  if (named && seen.length < new Set(named).size) throw notFound()
  if (seen.length === 0)
    throw new AppError({ code: 'unprocessable', message: 'The team has no profile to export.' })
  return {
    taken: seen.filter(({ id }) => may(id, 'reveal')).map(({ id }) => id),
    leftOut: seen.filter(({ id }) => !may(id, 'reveal')).map(({ id, name }) => ({ id, name })),
  }
}

/** listHeads names the owners and admins: they may grant any right on any profile of the team. */
async function listHeads(teamId: string): Promise<ExportedBundle['canGrant']> {
  return getDatabase()
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select(['user.name', 'user.email'])
    .where('member.teamId', '=', teamId)
    .where('member.role', 'in', ['owner', 'admin'])
    .where('member.disabledAt', 'is', null)
    .orderBy('member.createdAt')
    .limit(MAX_NAMED_HEADS)
    .execute()
}

async function nothingLeft(
  member: Exporter,
  profiles: number,
  heads: ExportedBundle['canGrant'],
): Promise<AppError> {
  const { teamId, email, role } = member
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'authorisation.denied',
      teamId,
      actor: email,
      details: { action: 'bundle.export', right: 'reveal', role, profiles },
    }),
  )
  return new AppError({
    code: 'forbidden',
    message: `You may see the secrets of ${profiles === 1 ? 'that one profile not' : `none of those ${profiles} profiles`}, so there is nothing to export.`,
    advice: `The right “reveal” is given on a profile’s Access tab, by ${heads.map(({ name }) => name).join(', ')}.`,
  })
}

function tooMany(): AppError {
  return new AppError({
    code: 'too_large',
    message: `The team has more than ${MAX_BUNDLE_PROFILES} profiles.`,
    advice: 'Name the profiles to export, in several bundles.',
  })
}
