import { z } from 'zod'
import type { TokenScope } from '#lib/shared/api-token.ts'
import { ApiErrorSchema } from '#lib/shared/error-code.ts'
import { ServerError } from './server-error.ts'
import { UsageError } from './usage-error.ts'

/** Longer than a server under load takes to seal a credential. */
const DEADLINE_MS = 30_000
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
const ErrorBodySchema = z.object({ error: ApiErrorSchema })

/** KeystreamServer is a server with an API token for it, which comes from KEYSTREAM_TOKEN and never from an argument. */
export interface KeystreamServer {
  readonly origin: string
  readonly token: string
}

/** serverOf reads address and token; `scope` is what the token must allow. Throws UsageError for a missing token, or an address over which it would leak. */
export function serverOf(address: string | undefined, scope: TokenScope = 'profiles.write'): KeystreamServer {
  const url = URL.parse(address ?? process.env['KEYSTREAM_SERVER'] ?? '')
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usage('--server is the address of a Keystream, such as https://keystream.example.com.')
  }
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    throw usage('--server must begin with https://: the token and the paste would travel in the clear.')
  }
  const token = process.env['KEYSTREAM_TOKEN']?.trim() ?? ''
  if (!/^ks_[\w-]{43}$/.test(token)) {
    throw usage(
      token === '' ? 'KEYSTREAM_TOKEN is not set.' : 'KEYSTREAM_TOKEN does not hold an API token (ks_…).',
      `Make a token on the page “API tokens” of your team, with the scope ${scope}.`,
    )
  }
  return { origin: url.origin, token }
}

/** callServer sends one request and gives the answer as the schema reads it. Throws ServerError. */
export async function callServer<S extends z.ZodType>(
  { origin, token }: KeystreamServer,
  schema: S,
  path: string,
  options: { readonly method?: 'DELETE'; readonly body?: unknown; readonly signal: AbortSignal },
): Promise<z.output<S>> {
  let answer: Response
  let text: string
  try {
    answer = await fetch(origin + path, {
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      // A redirect would carry paste and token to where nobody meant them to go.
      redirect: 'error',
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(DEADLINE_MS)]),
    })
    text = await answer.text()
  } catch {
    throw silent(origin)
  }
  const body = jsonOf(text)
  if (answer.ok) {
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
  }
  throw refusal(origin, body, answer.status)
}

/**
 * openStream asks for a stream of NDJSON and gives its bytes once the server has begun to answer. Throws ServerError;
 * a stream that breaks later throws whatever the network did.
 */
export async function openStream(
  { origin, token }: KeystreamServer,
  path: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  // The deadline is for the beginning only: the stream itself may be silent for as long as nothing happens.
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), DEADLINE_MS)
  let answer: Response
  try {
    answer = await fetch(origin + path, {
      headers: { Accept: 'application/x-ndjson', Authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([signal, late.signal]),
    })
  } catch {
    throw silent(origin)
  } finally {
    clearTimeout(timer)
  }
  if (answer.ok && answer.body !== null) return answer.body
  throw refusal(origin, jsonOf(await answer.text().catch(() => '')), answer.status)
}

function silent(origin: string): ServerError {
  const message = `${origin} did not answer.`
  return new ServerError(
    { code: 'unavailable', message, advice: 'Check the address, and that the server runs.' },
    0,
  )
}

function refusal(origin: string, body: unknown, status: number): ServerError {
  const failed = ErrorBodySchema.safeParse(body)
  if (failed.success) return new ServerError(failed.data.error, status)
  const message = `${origin} answered in a way that this command does not understand (HTTP ${status}).`
  return new ServerError(
    { code: 'internal', message, advice: 'Check that it is a Keystream of the same version.' },
    status,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function usage(message: string, advice?: string): UsageError {
  return new UsageError({ code: 'bad_request', message, advice })
}
