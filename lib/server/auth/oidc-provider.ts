import 'server-only'
import { allowInsecureRequests, ClientSecretBasic, type Configuration, discovery, None } from 'openid-client'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { forgetSingleton, singleton } from '#lib/server/base/singleton.ts'
import { openSecret } from '#lib/shared/secret.ts'

/** Each request to the provider; somebody waits. In seconds, as the library counts. */
const TIMEOUT_SECONDS = 8

/** What a failed single sign-on says on the sign-in page; the address carries the code alone. */
export const signOnProblems = [
  { code: 'failed', message: 'The single sign-on did not work. Try again.' },
  {
    code: 'expired',
    message: 'The single sign-on took too long, or was begun in another browser. Try again.',
  },
  { code: 'unverified', message: 'The provider does not vouch for your e-mail address.' },
  { code: 'no-team', message: 'None of your groups is in a team here. Ask an owner or admin of your team.' },
  { code: 'disabled', message: 'This account is disabled. Ask an owner or admin of your team.' },
  { code: 'unavailable', message: 'The provider of the single sign-on does not answer.' },
] as const
export type SignOnProblem = (typeof signOnProblems)[number]['code']

/** signOnName gives what the sign-in page calls the provider, or null when none is configured. */
export function signOnName(): string | null {
  return getEnv().oidc?.name ?? null
}

/** oidcProviderId is the name under which better-auth's table of accounts knows the provider's subjects. */
export function oidcProviderId(issuer: string): string {
  return `oidc:${issuer}`
}

/** callbackUrl is the redirect address to register at the provider. */
export function callbackUrl(): string {
  return `${getEnv().publicUrl}/api/auth/oidc/callback`
}

/**
 * getOidc gives the provider's configuration, discovered once in a process (OpenID Connect Discovery 1.0). Throws
 * AppError `not_found` when none is configured, `unavailable` when it does not answer; the next call asks anew.
 */
export async function getOidc(): Promise<Configuration> {
  const { oidc } = getEnv()
  if (!oidc) throw notFound()
  const finding = singleton('oidc', () => {
    const authentication = oidc.clientSecret ? ClientSecretBasic(openSecret(oidc.clientSecret)) : None()
    return discovery(new URL(oidc.issuer), oidc.clientId, {}, authentication, {
      timeout: TIMEOUT_SECONDS,
      // The environment takes a plain address for a provider on this machine only.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, and meant for just this
      ...(oidc.issuer.startsWith('http:') && { execute: [allowInsecureRequests] }),
    })
  })
  try {
    return await finding
  } catch (cause) {
    forgetSingleton('oidc')
    throw new AppError({
      code: 'unavailable',
      message: 'The provider of the single sign-on does not answer.',
      advice: 'Try again, or sign in another way.',
      cause,
    })
  }
}
