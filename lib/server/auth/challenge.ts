import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'

/** What can be asked of somebody: each kind is answered in its own place only. */
export type ChallengeKind =
  | 'second-factor'
  | 'passkey-sign-in'
  | 'passkey-proof'
  | 'passkey-new'
  | 'oidc-sign-in'
  | 'oidc-proof'

const TOKEN_BYTES = 32
const GOOD_MINUTES = 5
/** Wrong codes for one challenge; the throttle counts over all of them. */
const MAX_TRIES = 5
/** More open ones than this are a flood of beginnings without ends; each is some hundred bytes. */
const MAX_OPEN = 20_000

export interface Challenge {
  readonly userId: string | null
  /** What only this challenge's kind knows, such as the bytes to be signed. */
  readonly data: Readonly<Record<string, string>>
}

/** makeChallenge stores what is asked and gives the token that the answer must bring; good for five minutes. */
export async function makeChallenge(challenge: {
  kind: ChallengeKind
  userId: string | null
  data?: Readonly<Record<string, string>>
}): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  await inTransaction(async (tx) => {
    await tx.deleteFrom('authChallenge').where('expiresAt', '<=', isoNow()).execute()
    const open = await tx
      .selectFrom('authChallenge')
      .select((e) => e.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(open.count) >= MAX_OPEN) {
      throw new AppError({
        code: 'rate_limited',
        message: 'Too many people sign in right now.',
        retryAfter: 60,
      })
    }
    await tx
      .insertInto('authChallenge')
      .values({
        id: hash(token),
        kind: challenge.kind,
        userId: challenge.userId,
        data: JSON.stringify(challenge.data ?? {}),
        tries: 0,
        expiresAt: new Date(clock.now() + GOOD_MINUTES * 60_000).toISOString(),
      })
      .execute()
  })
  return token
}

/** tryChallenge counts one try at an answer and gives the challenge. Throws AppError `unauthenticated` when it is over. */
export async function tryChallenge(kind: ChallengeKind, token: string): Promise<Challenge> {
  const row = await getDatabase()
    .updateTable('authChallenge')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('id', '=', hash(token))
    .where('kind', '=', kind)
    .where('expiresAt', '>', isoNow())
    .where('tries', '<', MAX_TRIES)
    .returning(['userId', 'data'])
    .executeTakeFirst()
  if (!row) throw over()
  return { userId: row.userId, data: JSON.parse(row.data) as Record<string, string> }
}

/**
 * finishChallenge takes the challenge away in the caller's transaction, so that of two right answers one counts.
 * Throws AppError `unauthenticated` when it is gone.
 */
export async function finishChallenge(tx: Tx, token: string): Promise<void> {
  const gone = await tx.deleteFrom('authChallenge').where('id', '=', hash(token)).executeTakeFirst()
  if (gone.numDeletedRows !== 1n) throw over()
}

/** takeChallenge is tryChallenge and finishChallenge in one, for what has a single try. */
export async function takeChallenge(kind: ChallengeKind, token: string): Promise<Challenge> {
  const challenge = await tryChallenge(kind, token)
  await inTransaction((tx) => finishChallenge(tx, token))
  return challenge
}

function over(): AppError {
  return new AppError({
    code: 'unauthenticated',
    message: 'This sign-in took too long, or was tried too often.',
    advice: 'Begin again.',
  })
}

/** 256 random bits need no slow hash. */
function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
