import 'server-only'
import { checkConnection } from '#lib/kafka/check-connection.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import { recordLastCheck } from '#lib/server/profiles/update-profile.ts'
import type { CheckEvent } from '#lib/shared/check.ts'

/** Of security.md: a check dials what a paste says, so it must not serve as a scanner. */
const PER_USER = { name: 'check-user', max: 10, windowMs: 60_000 }
const PER_TEAM = { name: 'check-team', max: 30, windowMs: 60_000 }

export interface CheckProfileOptions {
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly signal: AbortSignal
  /** Default: the current one. */
  readonly version?: number | undefined
}

/**
 * checkProfile climbs the ladder with a profile's credential and keeps the verdict beside it. Throws `rate_limited`,
 * `not_found` and `unprocessable` before the first step; after that everything is in the events.
 */
export async function checkProfile(options: CheckProfileOptions): Promise<AsyncGenerator<CheckEvent>> {
  const { teamId, profileId, actor } = options
  const opened = await openProfile({ teamId, profileId, actor, version: options.version })
  const target = opened.target()
  const { facts } = opened.profile
  if (facts.product !== 'kafka')
    throw new AppError({ code: 'unprocessable', message: 'Only Kafka profiles can be checked.' })
  takeToken(PER_USER, actor.email)
  takeToken(PER_TEAM, teamId)
  const { version } = opened.profile
  return keepVerdict(checkConnection(target, { facts, signal: options.signal }), { ...options, version })
}

async function* keepVerdict(
  events: AsyncIterable<CheckEvent>,
  { teamId, profileId, actor, version }: CheckProfileOptions,
): AsyncGenerator<CheckEvent> {
  for await (const event of events) {
    if (event.type === 'step' && event.code === 'blocked_by_policy')
      await auditIfBlocked(blockedStep(event.detail), { teamId, actor: actor.email, subject: profileId })
    if (event.type === 'verdict') {
      const { type: _, ...verdict } = event
      await recordLastCheck({ teamId, profileId, actor, verdict, version })
    }
    yield event
  }
}

/** The step's text begins with the address; the reason stays coarse. */
function blockedStep(detail: string): Error {
  const match = /^(.+):(\d{1,5}) /.exec(detail)
  return Object.assign(new Error('blocked'), {
    code: 'EGRESS_BLOCKED',
    host: match?.[1] ?? 'unknown',
    port: Number(match?.[2] ?? 0),
    reason: 'connection check',
  })
}
