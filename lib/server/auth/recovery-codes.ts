import 'server-only'
import { createHmac, randomInt } from 'node:crypto'
import { getDatabase, type Tx } from '#lib/server/db/database.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'

const COUNT = 10
const LENGTH = 10
/** Without letters and digits that look alike; 31^10 is 49 bits, and tries are throttled. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** newRecoveryCodes replaces a person's codes and gives the new ones, `xxxxx-xxxxx`; only their hashes are kept. */
export async function newRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode)
  await tx.deleteFrom('recoveryCode').where('userId', '=', userId).execute()
  await tx
    .insertInto('recoveryCode')
    .values(codes.map((code) => ({ userId, codeHash: hash(userId, code) })))
    .execute()
  return codes
}

/** takeRecoveryCode uses a code up and tells whether there was such a one. */
export async function takeRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const used = await tx
    .deleteFrom('recoveryCode')
    .where('userId', '=', userId)
    .where('codeHash', '=', hash(userId, code))
    .executeTakeFirst()
  return used.numDeletedRows === 1n
}

/** countRecoveryCodes tells how many are left. */
export async function countRecoveryCodes(userId: string): Promise<number> {
  const row = await getDatabase()
    .selectFrom('recoveryCode')
    .where('userId', '=', userId)
    .select((e) => e.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}

/** Keyed by what is not in the database: a stolen table can't be searched through. */
function hash(userId: string, code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHmac('sha256', heldKeyring().derive('second-factor'))
    .update(`${userId}|${plain}`)
    .digest('hex')
}
