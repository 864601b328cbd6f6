import type { ApiError, ErrorCode } from '#lib/shared/error-code.ts'

const FIRST_PAUSE_MS = 500
/** A broker that restarts is back within seconds; asking more seldom than this would feel dead. */
const LONGEST_PAUSE_MS = 10_000
/** About a minute of trying: then a person should see that it failed, and why. */
export const MAX_ATTEMPTS = 10

/** What may be over in a moment. Everything else (a wrong password, a missing right) stays wrong when asked again. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limited',
  'unavailable',
  'interrupted',
  'deadline',
  'broker_refused',
  'broker_unreachable',
  'broker_timeout',
  'broker_auth_interrupted',
  'broker_connection_lost',
  'broker_no_leader',
  'broker_not_ready',
])

/** mayPass tells whether a failure is worth another attempt. */
export function mayPass(error: ApiError): boolean {
  return passing.has(error.code)
}

/** retryPause gives the milliseconds to wait before attempt n (from 1), or null when it is time to give up. */
export function retryPause(attempt: number): number | null {
  if (attempt > MAX_ATTEMPTS) return null
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
}
