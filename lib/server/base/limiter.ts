import 'server-only'
import { AppError } from './app-error.ts'
import { clock } from './clock.ts'
import { singleton } from './singleton.ts'

export interface Limit {
  /** What is counted, such as `check`; shows in no answer. */
  readonly name: string
  readonly max: number
  readonly windowMs: number
}

/** More keys than this mean a flood of new ones; the oldest are dropped, so that memory stays bounded. */
const MAX_KEYS = 10_000

const windows = () => singleton<Map<string, number[]>>('limiter', () => new Map())

/**
 * takeToken counts one use of `limit` for `key` (a user's or team's id) in a sliding window and throws
 * `rate_limited` with the seconds to wait when there were `max` already. Kept in memory, one process.
 */
export function takeToken(limit: Limit, key: string): void {
  const id = `${limit.name}|${key}`
  const now = clock.now()
  const recent = (windows().get(id) ?? []).filter((at) => at > now - limit.windowMs)
  const oldest = recent[0]
  if (oldest !== undefined && recent.length >= limit.max) {
    const retryAfter = Math.max(1, Math.ceil((oldest + limit.windowMs - now) / 1000))
    throw new AppError({
      code: 'rate_limited',
      message: 'That was asked too often in a short time.',
      advice: `Try again in ${retryAfter} s.`,
      retryAfter,
    })
  }
  recent.push(now)
  windows().delete(id)
  windows().set(id, recent)
  if (windows().size > MAX_KEYS) {
    const first = windows().keys().next().value
    if (first !== undefined) windows().delete(first)
  }
}
