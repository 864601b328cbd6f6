import 'server-only'
import { betterAuth } from 'better-auth'
import { getEnv, ownOrigins } from '#lib/server/base/env.ts'
import { forgetSingleton, singleton } from '#lib/server/base/singleton.ts'
import { isPostgres } from '#lib/server/db/column-types.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { getKeyring, type Keyring } from '#lib/server/vault/keyring.ts'
import { MAX_PASSWORD, MIN_PASSWORD } from '#lib/shared/password-rules.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { sessionCookies } from './session-cookies.ts'

/** However busy, a session ends after a working day. */
export const SESSION_SECONDS = 12 * 60 * 60

/** A column of ours, which better-auth reads and never takes from a request. */
const ownField = { type: 'string' as const, required: false, input: false }

/**
 * authOptions are better-auth's settings. Sign-up is closed: the first owner is made by the set-up token. The cookie is
 * signed with a key derived from the root key, so a stolen session row is of no use without the master key.
 */
export function authOptions(keyring: Keyring) {
  const { publicUrl, production } = getEnv()
  const secure = publicUrl.startsWith('https://')
  const db = getDatabase()
  return {
    appName: 'Keystream',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: keyring.derive('auth').toString('base64url'),
    trustedOrigins: ownOrigins(publicUrl),
    database: { db, type: isPostgres(db) ? ('postgres' as const) : ('sqlite' as const) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      expiresIn: SESSION_SECONDS,
      // The end stays where it was set; the idle limit is ours (find-session.ts).
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { lastSeenAt: ownField, provenAt: ownField, method: ownField },
    },
    account: { encryptOAuthTokens: true },
    plugins: [sessionCookies()],
    telemetry: { enabled: false },
    // Its log lines quote what they are about; ours are typed events.
    logger: { disabled: true },
    // Sign-in is throttled by our own count of failures, per account and address (sign-in-throttle.ts).
    rateLimit: { enabled: false },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: secure ? '__Host-keystream-session' : 'keystream-session',
          attributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
        },
      },
      ipAddress: { disableIpTracking: true },
    },
    // better-auth refuses weak secrets and odd addresses in production only; the same rules hold in development.
    ...(production && { onAPIError: { throw: true } }),
  }
}

function makeAuth(keyring: Keyring) {
  return betterAuth(authOptions(keyring))
}

type Auth = ReturnType<typeof makeAuth>

/** getAuth gives the one better-auth of this process, after the master key was unlocked. */
export function getAuth(): Promise<Auth> {
  const making = singleton('auth', async () => makeAuth(await getKeyring()))
  making.catch(() => {
    forgetSingleton('auth')
  })
  return making
}
