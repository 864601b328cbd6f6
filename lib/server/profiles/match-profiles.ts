import 'server-only'
import { sql } from 'kysely'
import { compareFacts, serversOf } from '#lib/credentials/compare-facts.ts'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { matchFacts } from '#lib/credentials/match-facts.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Asking } from '#lib/server/teams/profile-access.ts'
import { findProfileRights } from '#lib/server/teams/require-profile-right.ts'
import { sameSecrets } from '#lib/server/vault/reveal-secret.ts'
import type { Difference, MatchKind, ProfileMatch } from '#lib/shared/credential-match.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import { carryAdditions } from './carry-additions.ts'
import { openProfile } from './open-profile.ts'
import { profileOfRow } from './profile-row.ts'

/** Each is opened to compare its secrets; a server with more profiles of one user or topic is not told apart further. */
const MAX_CANDIDATES = 20
/** Servers that are looked for; a credential that moved keeps at least one of its first ones. */
const MAX_SERVERS = 10
const kinds: readonly MatchKind[] = ['same', 'update', 'rotation']

/**
 * matchProfiles finds the team's profiles that the credentials of a paste continue, the surest first. Only profiles
 * that the asking member may edit are told of, since even a match tells something. The text must
 * have passed readPaste's or previewPaste's limit. Stores nothing.
 */
export async function matchProfiles(options: {
  readonly teamId: string
  readonly text: string
  readonly member: Asking
}): Promise<ProfileMatch[]> {
  const { credentials } = parseCredentials(options.text)
  const all = await Promise.all(credentials.map((credential) => matchesOf(credential, options)))
  return all.flat()
}

async function matchesOf(
  pasted: Credential,
  { teamId, member }: { readonly teamId: string; readonly member: Asking },
): Promise<ProfileMatch[]> {
  const found: ProfileMatch[] = []
  for (const profile of await findCandidates(teamId, pasted)) {
    const kind = matchFacts(profile.facts, pasted.facts)
    if (kind === null) continue
    const rights = await findProfileRights(getDatabase(), member, profile.id)
    if (!rights.includes('edit')) continue
    const { credential: kept } = await openProfile({ teamId, profileId: profile.id })
    const differences = compareCredentials(kept, carryAdditions(kept, pasted))
    found.push({
      profile: profile.id,
      name: profile.name,
      kind: differences.length === 0 ? 'same' : kind,
      product: pasted.facts.product,
      unit: pasted.facts.unit,
      differences,
    })
  }
  return found.sort((a, b) => rank(a) - rank(b))
}

/** A rotation that changes no role is surer than one that does: another application may share the topic. */
function rank({ kind, differences }: ProfileMatch): number {
  const telling = differences.filter(({ field, breaking }) => field === 'roles' || breaking)
  return kinds.indexOf(kind) * 100 + telling.length
}

/** The columns only narrow the search; matchFacts decides. `%` and `_` of a name find more than they should, no less. */
async function findCandidates(teamId: string, { facts }: Credential): Promise<ProfileFace[]> {
  const servers = serversOf(facts).slice(0, MAX_SERVERS)
  if (servers.length === 0) return []
  const rows = await getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('product', '=', facts.product)
    .where('deletedAt', 'is', null)
    .where((e) => e.or(servers.map((server) => sql<boolean>`facts like ${`%${hostIn(server)}%`}`)))
    .orderBy('createdAt', 'desc')
    .limit(MAX_CANDIDATES * 10)
    .execute()
  return rows
    .map(profileOfRow)
    .filter((profile) => matchFacts(profile.facts, facts) !== null)
    .slice(0, MAX_CANDIDATES)
}

const hostIn = (server: string) => JSON.stringify(server.replace(/\d+$/, '')).slice(1, -1)

/** compareCredentials lists every difference of two credentials, secrets by name only. Both must be of one product. */
export function compareCredentials(kept: Credential, next: Credential): Difference[] {
  const differences = compareFacts(kept.facts, next.facts)
  if (isKafkaCredential(kept) && isKafkaCredential(next)) {
    if (kept.clientCertificatePem !== next.clientCertificatePem)
      differences.push(clientCertificate(kept.clientCertificatePem, next.clientCertificatePem))
  }
  if (!sameSecrets(kept, next)) {
    const secret = { field: 'secrets', before: null, after: null, breaking: false } as const
    differences.push({ ...secret, meaning: 'The secrets are others than the kept ones.' })
  }
  return differences
}

function clientCertificate(before: string | null, after: string | null): Difference {
  return {
    field: 'client-certificate',
    before: before === null ? null : 'kept',
    after: after === null ? null : 'another one',
    meaning: after === null ? 'The new version has no client certificate.' : null,
    breaking: after === null,
  }
}
