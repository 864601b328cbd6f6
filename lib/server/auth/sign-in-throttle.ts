import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { newId } from '#lib/shared/ids.ts'

const WINDOW_MS = 15 * 60 * 1000
/** Wrong passwords in the window for one account from one address. */
const MAX_FOR_ACCOUNT = 5
/** Wrong passwords in the window from one address, whatever the account. */
const MAX_FOR_ADDRESS = 20
/** Where no proxy tells addresses, everybody counts as one; more, or one fool would lock everybody out. */
const MAX_WITHOUT_ADDRESS = 200
const UNKNOWN_ADDRESS = '-'

/** Attempt is one try at a password, counted as a failure until it has succeeded. */
export interface Attempt {
  succeed(): Promise<void>
}

/**
 * beginAttempt counts a try before the password is looked at, so that a hundred at the same time don't all pass.
 * Throws AppError `rate_limited` with the seconds to wait. There is no permanent lock. `anywhere` also bounds the
 * account's failures over all addresses, for what is short enough to be guessed by many machines together.
 */
export async function beginAttempt(
  email: string,
  request: Request,
  options: { readonly anywhere?: number } = {},
): Promise<Attempt> {
  const account = email.trim().toLowerCase()
  const address = callerAddress(request)
  const now = clock.now()
  const since = new Date(now - WINDOW_MS).toISOString()
  await inTransaction(async (tx) => {
    await tx.deleteFrom('signInFailure').where('at', '<=', since).execute()
    const recent = await tx
      .selectFrom('signInFailure')
      .where('address', '=', address)
      .select(['account', 'at'])
      .orderBy('at', 'desc')
      .execute()
    const ofAccount = recent.filter((row) => row.account === account)
    refuseBeyond(MAX_FOR_ACCOUNT, ofAccount, now)
    refuseBeyond(address === UNKNOWN_ADDRESS ? MAX_WITHOUT_ADDRESS : MAX_FOR_ADDRESS, recent, now)
    if (options.anywhere !== undefined) {
      const everywhere = await tx
        .selectFrom('signInFailure')
        .where('account', '=', account)
        .select('at')
        .orderBy('at', 'desc')
        .execute()
      refuseBeyond(options.anywhere, everywhere, now)
    }
    const at = new Date(now).toISOString()
    await tx
      .insertInto('signInFailure')
      .values({ id: newId('aud'), account, address, at })
      .execute()
  })
  return {
    succeed: async () => {
      await getDatabase()
        .deleteFrom('signInFailure')
        .where('account', '=', account)
        .where('address', '=', address)
        .execute()
    },
  }
}

/** callerAddress is what the trusted proxy wrote last into its header, or `-` where none is configured. */
export function callerAddress(request: Request): string {
  const { addressHeader } = getEnv()
  if (!addressHeader) return UNKNOWN_ADDRESS
  const last = request.headers.get(addressHeader)?.split(',').at(-1)?.trim()
  return last ? last.slice(0, 64) : UNKNOWN_ADDRESS
}

/** The newest `max` count: when the oldest of those leaves the window, one more try is free. */
function refuseBeyond(max: number, recent: readonly { at: string }[], now: number): void {
  const oldest = recent[max - 1]
  if (!oldest) return
  const retryAfter = Math.max(1, Math.ceil((Date.parse(oldest.at) + WINDOW_MS - now) / 1000))
  throw new AppError({
    code: 'rate_limited',
    message: 'There were too many wrong passwords or codes.',
    advice: `Try again in ${Math.ceil(retryAfter / 60)} min.`,
    retryAfter,
  })
}
