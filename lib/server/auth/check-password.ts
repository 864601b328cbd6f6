import 'server-only'
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { getDatabase } from '#lib/server/db/database.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import {
  FORMER_PREFIX,
  type HashKind,
  hashKindOf,
  hashPassword,
  nobodysHash,
  verifyPassword,
} from './password.ts'

/** The provider's name that better-auth gives to e-mail and password. */
export const PASSWORD_PROVIDER = 'credential'

/** Whose password is asked for; `userId` is null when nobody has the address. */
export interface Claimed {
  readonly userId: string | null
  /** In lower case. */
  readonly email: string
}

/**
 * checkPassword tells whether a password is the one of an account. For nobody, and for an account without a password,
 * it compares with a hash that no password has, so that the time tells nothing. A good password whose hash is of the
 * former kind is hashed anew.
 */
export async function checkPassword(claimed: Claimed, password: string): Promise<boolean> {
  const { userId } = claimed
  const [stored, kind] = await Promise.all([
    userId === null ? null : findPasswordHash(userId),
    kindOfNobody(claimed.email),
  ])
  const good = await verifyPassword({ hash: stored ?? nobodysHash(kind), password })
  if (!good || stored === null) return false
  if (hashKindOf(stored) === 'former') await replaceHash(stored, await hashPassword(password))
  return true
}

/** findPasswordHash gives the hash of an account's password, or null when it has none. */
export async function findPasswordHash(userId: string): Promise<string | null> {
  const row = await getDatabase()
    .selectFrom('account')
    .where('userId', '=', userId)
    .where('providerId', '=', PASSWORD_PROVIDER)
    .select('password')
    .executeTakeFirst()
  return row?.password ?? null
}

/** Only while the hash is still the one that was checked: the password may have been changed at the same moment. */
async function replaceHash(former: string, password: string): Promise<void> {
  await getDatabase()
    .updateTable('account')
    .set({ password })
    .where('password', '=', former)
    .where('providerId', '=', PASSWORD_PROVIDER)
    .execute()
}

/**
 * Hashes of the former kind take seven times as long. So an unknown address is given the one or the other kind in the
 * share in which people have them, always the same for an address, and goes over to the new kind as they do.
 */
async function kindOfNobody(email: string): Promise<HashKind> {
  const row = await getDatabase()
    .selectFrom('account')
    .where('providerId', '=', PASSWORD_PROVIDER)
    .select((e) => e.fn.countAll<number | string>().as('all'))
    .select(
      sql<number | string>`count(case when password like ${`${FORMER_PREFIX}%`} then 1 end)`.as('former'),
    )
    .executeTakeFirstOrThrow()
  if (Number(row.former) === 0) return 'present'
  const digest = createHmac('sha256', (await getKeyring()).derive('nobody'))
    .update(email)
    .digest()
  const place = digest.readUInt32BE() / 2 ** 32
  return place < Number(row.former) / Number(row.all) ? 'former' : 'present'
}
