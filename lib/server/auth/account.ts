import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Account, ProofWays } from '#lib/shared/account.ts'
import { findPasswordHash } from './check-password.ts'
import type { SignedInUser } from './find-session.ts'
import { oidcProviderId } from './oidc-provider.ts'
import { countRecoveryCodes } from './recovery-codes.ts'
import { findTotpSince } from './totp.ts'

/** getAccount gives what a person sees of the own account, and the ways to sign in to it. */
export async function getAccount(user: SignedInUser): Promise<Account> {
  const [ways, since, left, passkeys] = await Promise.all([
    findProofWays(user.userId),
    findTotpSince(user.userId),
    countRecoveryCodes(user.userId),
    countPasskeys(user.userId),
  ])
  return {
    name: user.name,
    email: user.email,
    hasPassword: ways.password,
    secondFactorSince: since,
    recoveryCodesLeft: left,
    passkeys,
    singleSignOn: ways.singleSignOn,
    ways,
  }
}

/** findProofWays tells what this person can prove a session with. */
export async function findProofWays(userId: string): Promise<ProofWays> {
  const [hash, since, passkeys, singleSignOn] = await Promise.all([
    findPasswordHash(userId),
    findTotpSince(userId),
    countPasskeys(userId),
    findSingleSignOn(userId),
  ])
  return { password: hash !== null, code: since !== null, passkey: passkeys > 0, singleSignOn }
}

/** changeName gives the person another name and gives the person back with it. */
export async function changeName(user: SignedInUser, name: string): Promise<SignedInUser> {
  const change = { name, updatedAt: isoNow() }
  await getDatabase().updateTable('user').set(change).where('id', '=', user.userId).execute()
  return { ...user, name }
}

async function countPasskeys(userId: string): Promise<number> {
  const row = await getDatabase()
    .selectFrom('passkey')
    .where('userId', '=', userId)
    .select((e) => e.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

async function findSingleSignOn(userId: string): Promise<string | null> {
  const { oidc } = getEnv()
  if (!oidc) return null
  const row = await getDatabase()
    .selectFrom('account')
    .where('userId', '=', userId)
    .where('providerId', '=', oidcProviderId(oidc.issuer))
    .select('id')
    .executeTakeFirst()
  return row ? oidc.name : null
}
