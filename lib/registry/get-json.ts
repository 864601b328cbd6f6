import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { assertAddress } from '#lib/network/check-address.ts'
import { EgressBlockedError } from '#lib/network/egress-blocked-error.ts'
import { guardedLookup } from '#lib/network/guarded-lookup.ts'
import { authorizationOf, type RegistryTarget } from './registry-target.ts'

/** A registry answers from its memory; a record that waits for it holds back those behind it. */
const DEADLINE_MS = 5_000
/** A schema of a real company has some tens of kilobytes. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** RegistryError says in words of ours why a registry gave no answer; none of the answer is in them. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
}

/**
 * getJson asks a registry for a path (`/schemas/ids/1`) and gives the JSON of its answer. The address that its name
 * resolves to passes the egress policy, and a redirect is not followed. Throws RegistryError.
 */
export async function getJson(target: RegistryTarget, path: string, signal?: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  try {
    const response = await send(target, path, signal ? AbortSignal.any([signal, deadline]) : deadline)
    const text = await textOf(response)
    const status = response.statusCode ?? 0
    if (status !== 200) throw new RegistryError(statusWords(status))
    return parse(text)
  } catch (error) {
    if (error instanceof RegistryError) throw error
    if (deadline.aborted)
      throw new RegistryError(`the registry did not answer within ${DEADLINE_MS / 1000} s`)
    throw new RegistryError(failureWords(error))
  }
}

function send(target: RegistryTarget, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(`${target.url.replace(/\/+$/, '')}${path}`)
  const port = Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 0)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Node makes no look-up for an address that is written out.
  assertAddress(target.egress, host, port)
  const authorization = authorizationOf(target)
  const options: RequestOptions = {
    signal,
    agent: false,
    lookup: guardedLookup(target.egress, port),
    headers: {
      Accept: 'application/vnd.schemaregistry.v1+json, application/json',
      ...(authorization !== null && { Authorization: authorization }),
    },
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, {
          ...options,
          minVersion: 'TLSv1.2',
          ...(target.authorityPem !== null && { ca: target.authorityPem }),
        })
      : requestHttp(url, options)
  request.once('response', resolve).on('error', reject).end()
  return promise
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) {
      response.destroy()
      throw new RegistryError(`the registry’s answer is larger than ${MAX_ANSWER_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new RegistryError('the registry’s answer is not JSON')
  }
}

function statusWords(status: number): string {
  if (status === 401) return '401: the registry refuses the login'
  if (status === 403) return '403: the registry does not allow it to this user'
  if (status === 404) return '404: the registry does not know it'
  if (status >= 300 && status < 400) return `${status}: the registry sends elsewhere, which is not followed`
  return `the registry answers ${status}`
}

function failureWords(error: unknown): string {
  if (error instanceof EgressBlockedError) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED') return 'the registry refuses the connection'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the registry’s name does not resolve'
  if (/CERT|SIGNATURE|ISSUER/.test(code)) return 'the registry’s certificate is not trusted'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'the registry does not speak TLS here'
  return 'the registry can’t be reached'
}
