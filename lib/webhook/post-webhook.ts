import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { assertAddress } from '#lib/network/check-address.ts'
import { guardedLookup } from '#lib/network/guarded-lookup.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

export interface WebhookCall {
  /** http or https. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  readonly egress: EgressPolicy
  readonly signal: AbortSignal
}

export interface WebhookAnswer {
  readonly status: number
  /** Its `Retry-After`, as it was written; null without one. */
  readonly retryAfter: string | null
}

/**
 * postWebhook makes one POST and tells the answer's status; the answer's body is not read, and a redirect is not
 * followed. Every address that the name resolves to passes the egress policy. Throws EgressBlockedError and what the
 * connection throws, of which only the code may be told on.
 */
export async function postWebhook({
  url: text,
  headers,
  body,
  egress,
  signal,
}: WebhookCall): Promise<WebhookAnswer> {
  const url = new URL(text)
  const port = Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 0)
  // Node makes no look-up for an address that is written out.
  assertAddress(egress, url.hostname.replace(/^\[|\]$/g, ''), port)
  const options: RequestOptions = {
    method: 'POST',
    signal,
    agent: false,
    lookup: guardedLookup(egress, port),
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { ...options, minVersion: 'TLSv1.2' })
      : requestHttp(url, options)
  request.once('response', resolve).on('error', reject).end(body)
  const response = await promise
  const status = response.statusCode ?? 0
  const retryAfter = response.headers['retry-after'] ?? null
  // Nothing of the answer is wanted; the connection is not used again.
  response.on('error', () => undefined).destroy()
  return { status, retryAfter }
}
