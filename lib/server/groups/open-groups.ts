import 'server-only'
import { grantedGroups, groupNotAllowed, mayUseGroup } from '#lib/credentials/granted-groups.ts'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import { explainDenied } from '#lib/kafka/explain-denied.ts'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'

/** A page asks every two seconds, and somebody has several of them open; a loop is stopped. */
const LOOKS = { name: 'group-look', max: 300, windowMs: 60_000 }
/** Each of these changes what an application reads next. */
const CHANGES = { name: 'group-change', max: 60, windowMs: 60_000 }

/** GroupAsker is who asks about a profile's groups. */
export interface GroupAsker {
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly signal: AbortSignal
}

export interface OpenedGroups {
  readonly target: KafkaTarget
  readonly facts: KafkaFacts
  /** Null = any. */
  readonly granted: string[] | null
  /** Why this user can use no group at all, as far as the paste tells. */
  readonly forbidden: string | null
}

/** openGroups opens a profile for its groups. Throws `not_found`, `unprocessable`, `rate_limited`. */
export async function openGroups(asker: GroupAsker, what: 'look' | 'change'): Promise<OpenedGroups> {
  const { teamId, profileId, actor } = asker
  takeToken(what === 'look' ? LOOKS : CHANGES, actor.email)
  const opened = await openProfile({ teamId, profileId, actor })
  const target = opened.target()
  const { facts } = opened.profile
  if (facts.product !== 'kafka')
    throw new AppError({ code: 'unprocessable', message: 'Consumer groups are for Kafka profiles.' })
  return { target, facts, granted: grantedGroups(facts), forbidden: forbiddenBy(facts) }
}

/**
 * openGroup does the same for one group. Throws also `not_permitted_by_acl` where the user has no right on any group, and
 * `group_not_allowed` for an id outside of what was granted.
 */
export async function openGroup(
  asker: GroupAsker,
  group: string,
  what: 'look' | 'change',
): Promise<OpenedGroups> {
  const opened = await openGroups(asker, what)
  if (opened.forbidden !== null) {
    throw new AppError({
      code: 'not_permitted_by_acl',
      message: `This user may not do that: ${opened.forbidden}`,
      advice:
        'The roles are set on data-integrator by extra-user-roles, before it is related; a change gives new credentials.',
    })
  }
  if (opened.granted !== null && !mayUseGroup(opened.granted, group))
    throw new AppError({ code: 'group_not_allowed', field: 'group', ...groupNotAllowed(opened.granted) })
  return opened
}

function forbiddenBy(facts: KafkaFacts): string | null {
  const right = predictRights(facts).find(({ id }) => id === 'group.read')
  return right?.predicted === 'no' && facts.entityPermissions.length === 0 ? right.reason : null
}

/** explained runs something on the cluster, and tells a user that was removed from one without rights. */
export async function explained<T>(target: KafkaTarget, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof KafkaError) throw await explainDenied(target, error)
    throw error
  }
}
