import 'server-only'
import { randomBytes } from 'node:crypto'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { decrypt, encrypt } from '#lib/server/vault/cipher.ts'
import { heldKeyring, integrityError } from '#lib/server/vault/keyring.ts'
import type { TotpSetup } from '#lib/shared/account.ts'
import type { SignedInUser } from './find-session.ts'
import { newRecoveryCodes } from './recovery-codes.ts'
import { base32, findTotpStep } from './totp-code.ts'

/** 160 bits, as RFC 4226 advises. */
const SECRET_BYTES = 20

/** Bound to its person: a sealed secret moved to another row does not open. */
const parts = (userId: string) => ['ks1', 'totp', userId]

/** hasTotp tells whether codes are asked for at this account's sign-in. */
export async function hasTotp(userId: string): Promise<boolean> {
  return (await findTotpSince(userId)) !== null
}

/** findTotpSince gives since when codes are asked for, or null. */
export async function findTotpSince(userId: string): Promise<string | null> {
  const row = await getDatabase()
    .selectFrom('totp')
    .where('userId', '=', userId)
    .select('confirmedAt')
    .executeTakeFirst()
  return row?.confirmedAt ?? null
}

/** beginTotp makes a secret for an authenticator app. It counts from `confirmTotp` on. Throws `conflict` when on already. */
export async function beginTotp(user: SignedInUser): Promise<TotpSetup> {
  const secret = randomBytes(SECRET_BYTES)
  const { nonce, bytes } = encrypt(heldKeyring().derive('second-factor'), secret, parts(user.userId))
  await inTransaction(async (tx) => {
    const held = await tx
      .selectFrom('totp')
      .where('userId', '=', user.userId)
      .select('confirmedAt')
      .executeTakeFirst()
    if (held?.confirmedAt) {
      throw new AppError({
        code: 'conflict',
        message: 'Codes are asked for already.',
        advice: 'Turn them off first to use another app.',
      })
    }
    const values = { nonce, secret: bytes, createdAt: isoNow(), confirmedAt: null, lastStep: 0 }
    await tx
      .insertInto('totp')
      .values({ userId: user.userId, ...values })
      .onConflict((c) => c.column('userId').doUpdateSet(values))
      .execute()
  })
  const text = base32(secret)
  const query = new URLSearchParams({
    secret: text,
    issuer: 'Keystream',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
  return { uri: `otpauth://totp/${encodeURIComponent(`Keystream:${user.email}`)}?${query}`, secret: text }
}

/** confirmTotp turns codes on with the first one, and gives ten recovery codes, shown once. Audited. */
export async function confirmTotp(user: SignedInUser, code: string): Promise<string[]> {
  return inTransaction(async (tx) => {
    const row = await tx.selectFrom('totp').where('userId', '=', user.userId).selectAll().executeTakeFirst()
    if (!row || row.confirmedAt !== null) {
      throw new AppError({
        code: 'conflict',
        message: 'There is nothing to confirm.',
        advice: 'Begin again.',
      })
    }
    if (!(await spendCode(tx, row, code))) throw wrongCode()
    await tx.updateTable('totp').set({ confirmedAt: isoNow() }).where('userId', '=', user.userId).execute()
    await recordAuditEvent(tx, { action: 'second-factor.added', teamId: null, actor: user.email })
    return newRecoveryCodes(tx, user.userId)
  })
}

/** takeTotp tells whether a code is right, and marks its time step as used, in the caller's transaction. */
export async function takeTotp(tx: Tx, userId: string, code: string): Promise<boolean> {
  const row = await tx.selectFrom('totp').where('userId', '=', userId).selectAll().executeTakeFirst()
  return row?.confirmedAt != null && spendCode(tx, row, code)
}

/** removeTotp turns codes off and drops the recovery codes. Audited. Does nothing when they are off. */
export async function removeTotp(user: SignedInUser): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await tx.deleteFrom('totp').where('userId', '=', user.userId).executeTakeFirst()
    await tx.deleteFrom('recoveryCode').where('userId', '=', user.userId).execute()
    if (gone.numDeletedRows === 0n) return
    await recordAuditEvent(tx, { action: 'second-factor.removed', teamId: null, actor: user.email })
  })
}

/** renewRecoveryCodes replaces the codes of somebody who is asked for them. Throws `conflict` when nobody is. Audited. */
export async function renewRecoveryCodes(user: SignedInUser): Promise<string[]> {
  if (!(await hasTotp(user.userId))) {
    throw new AppError({ code: 'conflict', message: 'Recovery codes come with an authenticator app.' })
  }
  return inTransaction(async (tx) => {
    await recordAuditEvent(tx, { action: 'recovery-codes.renewed', teamId: null, actor: user.email })
    return newRecoveryCodes(tx, user.userId)
  })
}

export function wrongCode(): AppError {
  return new AppError({
    code: 'forbidden',
    message: 'The code is not right, or was used already.',
    advice: 'Wait for the next one; the clock of the phone must be right.',
    field: 'code',
  })
}

interface TotpRow {
  readonly userId: string
  readonly nonce: Buffer
  readonly secret: Buffer
  readonly lastStep: number
}

async function spendCode(tx: Tx, row: TotpRow, code: string): Promise<boolean> {
  const key = heldKeyring().derive('second-factor')
  const secret = decrypt(key, { nonce: row.nonce, bytes: row.secret }, parts(row.userId))
  if (!secret) throw integrityError()
  const step = findTotpStep({ secret, code, now: clock.now(), lastStep: row.lastStep })
  if (step === null) return false
  // Of two with the same code at the same time, one moves the step.
  const moved = await tx
    .updateTable('totp')
    .set({ lastStep: step })
    .where('userId', '=', row.userId)
    .where('lastStep', '<', step)
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}
