import 'server-only'
import { matchFacts } from '#lib/credentials/match-facts.ts'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import type { Right, RightAnswer } from '#lib/shared/rights.ts'
import type { Comparison, RightChange } from '#lib/shared/rotation.ts'
import { compareCredentials } from '../match-profiles.ts'
import { openProfile } from '../open-profile.ts'

/**
 * compareVersions says how a version that still has its data differs from the one in use: what the credentials say,
 * and what they may do, as the checks proved it or else as the charm's rules predict. Throws `not_found`, and
 * `conflict` for a version without data or the current one.
 */
export async function compareVersions(options: {
  readonly teamId: string
  readonly profileId: string
  readonly version: number
}): Promise<Comparison> {
  const { teamId, profileId, version } = options
  const current = await openProfile({ teamId, profileId })
  if (current.profile.version === version) {
    throw new AppError({ code: 'conflict', message: `Version ${version} is the one in use.` })
  }
  const other = await openProfile(options)
  const differences = compareCredentials(current.credential, other.credential)
  const kind = matchFacts(current.profile.facts, other.profile.facts)
  return {
    current: current.profile.version,
    version,
    kind: differences.length === 0 ? 'same' : (kind ?? 'other'),
    differences,
    rights: rightChanges(current.profile, other.profile),
    runningJobs: await countJobs(options, current.profile.version),
  }
}

function rightChanges(before: ProfileFace, after: ProfileFace): RightChange[] {
  const old = new Map(rightsOf(before).map((right) => [right.id, answerOf(right)]))
  return rightsOf(after).flatMap((right) => {
    const [was, is] = [old.get(right.id) ?? 'unknown', answerOf(right)]
    return was === is ? [] : [{ id: right.id, before: was, after: is }]
  })
}

function rightsOf(profile: ProfileFace): Right[] {
  if (profile.facts.product !== 'kafka') return []
  const proved = profile.lastCheck?.verdict.rights ?? []
  return proved.length > 0 ? proved : predictRights(profile.facts)
}

const answerOf = ({ predicted, proved }: Right): RightAnswer => (proved === 'unknown' ? predicted : proved)

async function countJobs({ teamId, profileId }: { teamId: string; profileId: string }, version: number) {
  const { count } = await getDatabase()
    .selectFrom('job')
    .select((e) => e.fn.countAll().as('count'))
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .where('profileVersion', '=', version)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow()
  return Number(count)
}
