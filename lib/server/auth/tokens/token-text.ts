import 'server-only'
import { createHmac, randomBytes } from 'node:crypto'
import { getKeyring } from '#lib/server/vault/keyring.ts'

/** 256 random bits: nobody guesses it, so it needs no slow hash. */
const TOKEN_BYTES = 32
const FORM = /^ks_[A-Za-z0-9_-]{43}$/

/** newTokenText draws a token: `ks_` and 43 characters, the prefix for people and for scanners of leaked secrets. */
export function newTokenText(): string {
  return `ks_${randomBytes(TOKEN_BYTES).toString('base64url')}`
}

/** hashTokenText is what the database keeps: an HMAC under a key of the root key, of no use without the master key. */
export async function hashTokenText(text: string): Promise<string> {
  const key = (await getKeyring()).derive('tokens')
  return createHmac('sha256', key).update(text).digest('hex')
}

/**
 * readBearer gives the token of an `Authorization: Bearer` header, '' when what stands there is no token of ours, and
 * null without such a header; another scheme is for a proxy in front. A request with a bearer is never taken for one
 * with a session.
 */
export function readBearer(headers: Headers): string | null {
  const text = /^bearer +(\S*) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (text === undefined) return null
  return FORM.test(text) ? text : ''
}
