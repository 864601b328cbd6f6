import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
} from 'openid-client'
import { z } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import { makeChallenge, takeChallenge } from './challenge.ts'
import { findSession } from './find-session.ts'
import { enterBySubject, findSubject, type Person } from './oidc-person.ts'
import { callbackUrl, getOidc, type SignOnProblem } from './oidc-provider.ts'
import { proveSession } from './reauthenticate.ts'
import { callerAddress } from './sign-in-throttle.ts'

const tries = { name: 'oidc', max: 60, windowMs: 60_000 }
/** How old the provider's own look at the person may be to prove a session. */
const FRESH_MS = 5 * 60_000
/** Directories list some dozens; a bound against one that lists everything. */
const MAX_GROUPS = 500

export const StartSchema = z.strictObject({
  next: z.string().max(2000).default('/'),
  purpose: z.enum(['sign-in', 'proof']).default('sign-in'),
})

const ClaimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().toLowerCase().pipe(z.email().max(254)).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().trim().min(1).max(200).optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
})

/** Step is where the browser goes next, with the cookies to set on the way. */
export interface Step {
  readonly location: string
  readonly headers: Headers
}

/**
 * startSignOn sends the browser to the provider: code flow with PKCE, state and nonce, all three bound to a cookie of
 * this browser. `proof` asks the provider to look at the person anew. Throws what getOidc throws.
 */
export async function startSignOn(query: z.output<typeof StartSchema>, request: Request): Promise<Step> {
  takeToken(tries, callerAddress(request))
  const config = await getOidc()
  const user = query.purpose === 'proof' ? await findSession(request.headers) : null
  if (query.purpose === 'proof' && !user) {
    throw new AppError({ code: 'unauthenticated', message: 'You are not signed in.' })
  }
  const state = await makeChallenge({
    kind: user ? 'oidc-proof' : 'oidc-sign-in',
    userId: user?.userId ?? null,
    data: { next: query.next, session: user?.sessionId ?? '' },
  })
  const location = buildAuthorizationUrl(config, {
    redirect_uri: callbackUrl(),
    scope: getEnv().oidc?.scopes ?? 'openid',
    state,
    nonce: derive('nonce', state),
    code_challenge: await calculatePKCECodeChallenge(derive('verifier', state)),
    code_challenge_method: 'S256',
    ...(user && { prompt: 'login', max_age: '0', login_hint: user.email }),
  }).href
  return { location, headers: stateCookie(state) }
}

/** finishSignOn takes the provider's answer, and gives where to go: on, or back to the sign-in page with a problem. */
export async function finishSignOn(request: Request): Promise<Step> {
  const url = new URL(request.url)
  const state = url.searchParams.get('state') ?? ''
  const clear = stateCookie('')
  try {
    takeToken(tries, callerAddress(request))
    if (!isSame(state, readStateCookie(request))) return problem('expired', clear)
    const user = await findSession(request.headers)
    const asked = await takeEither(state)
    if (!asked) return problem('expired', clear)
    const { next = '/', session = '' } = asked.data
    const person = await askProvider(url, state)
    if (asked.kind === 'oidc-proof') {
      const isSamePerson = user?.sessionId === session && (await findSubject(person.sub)) === user.userId
      const isFresh = person.authTime !== null && clock.now() - person.authTime < FRESH_MS
      if (user && isSamePerson && isFresh) await proveSession(user, 'single-sign-on')
      return { location: safePath(next), headers: clear }
    }
    const entered = await enterBySubject(person, request)
    if ('problem' in entered) return problem(entered.problem, clear)
    const headers = new Headers(entered.headers)
    for (const cookie of clear.getSetCookie()) headers.append('Set-Cookie', cookie)
    return { location: safePath(next), headers }
  } catch (error) {
    // Whatever the provider or the library says may quote codes and tokens.
    const isDown = error instanceof AppError && error.code === 'unavailable'
    return problem(isDown ? 'unavailable' : 'failed', clear)
  }
}

/** The library checks issuer, audience, signature or direct delivery, expiry, nonce and PKCE (OIDC Core, 3.1.3.7). */
async function askProvider(url: URL, state: string): Promise<Person> {
  const config = await getOidc()
  // Behind a proxy the request's own address is another one than the browser's.
  const answer = new URL(callbackUrl())
  answer.search = url.search
  const tokens = await authorizationCodeGrant(config, answer, {
    expectedState: state,
    expectedNonce: derive('nonce', state),
    pkceCodeVerifier: derive('verifier', state),
    idTokenExpected: true,
  })
  const idToken = tokens.claims() ?? {}
  const first = ClaimsSchema.parse(idToken)
  const info = config.serverMetadata().userinfo_endpoint
    ? await fetchUserInfo(config, tokens.access_token, first.sub)
    : {}
  const all: Record<string, unknown> = { ...info, ...idToken }
  const claims = ClaimsSchema.parse(all)
  return {
    sub: claims.sub,
    email: claims.email ?? null,
    emailVerified: claims.email_verified === true,
    name: claims.name ?? null,
    groups: groupsOf(all[getEnv().oidc?.groupsClaim ?? 'groups']),
    authTime: first.auth_time === undefined ? null : first.auth_time * 1000,
  }
}

function groupsOf(claim: unknown): string[] {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim]
  return list.filter((group): group is string => typeof group === 'string').slice(0, MAX_GROUPS)
}

async function takeEither(state: string) {
  for (const kind of ['oidc-sign-in', 'oidc-proof'] as const) {
    const challenge = await takeChallenge(kind, state).catch(() => null)
    if (challenge) return { ...challenge, kind }
  }
  return null
}

/** Made from the state and a key, so that neither lies in the database. */
function derive(what: 'nonce' | 'verifier', state: string): string {
  return createHmac('sha256', heldKeyring().derive('auth'))
    .update(`oidc|${what}|${state}`)
    .digest('base64url')
}

function problem(code: SignOnProblem, headers: Headers): Step {
  return { location: `/sign-in?problem=${code}`, headers }
}

/** A path of ours, never another site's address. */
function safePath(next: string): string {
  const { publicUrl } = getEnv()
  const url = URL.parse(next, publicUrl)
  return next.startsWith('/') && url?.origin === publicUrl ? url.pathname + url.search : '/'
}

function cookieName(): string {
  return getEnv().publicUrl.startsWith('https://') ? '__Host-keystream-sign-on' : 'keystream-sign-on'
}

/** Lax: the provider sends the browser back by a link of its own. */
function stateCookie(state: string): Headers {
  const secure = getEnv().publicUrl.startsWith('https://') ? '; Secure' : ''
  const age = state === '' ? 0 : 300
  const value = `${cookieName()}=${state}; Max-Age=${age}; Path=/; HttpOnly; SameSite=Lax${secure}`
  return new Headers({ 'Set-Cookie': value })
}

function readStateCookie(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === cookieName())?.[1] ?? ''
}

function isSame(state: string, cookie: string): boolean {
  const [a, b] = [Buffer.from(state), Buffer.from(cookie)]
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b)
}
