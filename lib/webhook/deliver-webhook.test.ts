import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Secret } from '#lib/shared/secret.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { retryDelay } from './retry-delay.ts'
import { newWebhookSecret, signWebhook } from './sign-webhook.ts'

interface Call {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A receiver that gives one answer after the other, the last one for ever; 0 breaks the connection. */
async function receiver(...answers: (number | [number, Record<string, string>])[]) {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      const answer = answers[Math.min(calls.length, answers.length) - 1] ?? 200
      const [status, headers] = typeof answer === 'number' ? [answer, {}] : answer
      if (status === 0) request.socket.destroy()
      else response.writeHead(status, headers).end('an answer that nobody reads')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?token=t` }
}

const secret = new Secret('a secret of the receiver')
const options = (more: object = {}) => ({
  id: 'msg_1',
  body: '[1,"é"]',
  contentType: 'application/json',
  signal: new AbortController().signal,
  random: () => 0,
  ...more,
})
const to = (url: string) => ({ url, secret, egress: { mode: 'unrestricted' } as const })

describe('signWebhook', () => {
  it('signs as standardwebhooks.com does, with its own example', () => {
    const body = '{"test": 2432232314}'
    const content = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body }
    expect(signWebhook(content, new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'))).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('makes a secret of 32 bytes, another each time', () => {
    const [one, other] = [newWebhookSecret(), newWebhookSecret()]
    expect(Buffer.from(one.replace('whsec_', ''), 'base64')).toHaveLength(32)
    expect(one).not.toBe(other)
  })
})

describe('deliverWebhook', () => {
  it('posts once, signed over id, time and body', async () => {
    const { calls, url } = await receiver(204)
    expect(await deliverWebhook(to(url), options({ headers: { 'Keystream-Job': 'job_1' } }))).toEqual({
      type: 'delivered',
      tries: 1,
    })
    const [call] = calls
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = call?.headers ?? {}
    expect(call?.body).toBe('[1,"é"]')
    expect(call?.headers).toMatchObject({ 'content-type': 'application/json', 'keystream-job': 'job_1' })
    expect(id).toBe('msg_1')
    expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(30)
    const expected = createHmac('sha256', 'a secret of the receiver').update(`msg_1.${String(at)}.[1,"é"]`)
    expect(signature).toBe(`v1,${expected.digest('base64')}`)
  })

  it('tries again after a broken connection, 503 and 429, under the same id', async () => {
    const { calls, url } = await receiver(0, 503, 429, 200)
    const troubles: string[] = []
    const onRetry = ({ words }: { words: string }) => troubles.push(words)
    expect(await deliverWebhook(to(url), options({ onRetry }))).toEqual({ type: 'delivered', tries: 4 })
    expect(troubles).toEqual(['it broke the connection', 'it answered 503', 'it answered 429'])
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['msg_1']))
  })

  it('does not repeat what is refused, nor follow a redirect', async () => {
    for (const [answer, status] of [
      [422, 422],
      [[302, { Location: 'http://127.0.0.1:1/' }], 302],
    ] as const) {
      const { calls, url } = await receiver(answer as never)
      expect(await deliverWebhook(to(url), options())).toEqual({ type: 'refused', status, tries: 1 })
      expect(calls).toHaveLength(1)
    }
  })

  it('waits as long as Retry-After says, and gives up when its patience would not last', async () => {
    const { url } = await receiver([503, { 'Retry-After': '60' }])
    await expect(deliverWebhook(to(url), options({ patienceMs: 2_000 }))).rejects.toMatchObject({
      name: 'WebhookError',
      code: 'unavailable',
      message: 'The webhook’s receiver was tried once: it answered 503.',
    })
  })

  it('dials nothing that the egress policy forbids, and says nothing of the path', async () => {
    const { calls, url } = await receiver(200)
    const egress = { mode: 'open' as const, ownAddresses: [] }
    const failure = await deliverWebhook({ url, secret, egress }, options()).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'blocked_by_policy' })
    expect(String(failure)).not.toContain('token')
    expect(calls).toEqual([])
  })

  it('ends at once when it is cancelled while it waits', async () => {
    const { url } = await receiver([503, { 'Retry-After': '60' }])
    const stop = new AbortController()
    const ending = deliverWebhook(to(url), options({ signal: stop.signal, onRetry: () => stop.abort() }))
    await expect(ending).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('retryDelay', () => {
  const at = (tries: number, after: string | null, random = 0) =>
    retryDelay(tries, after, { now: Date.parse('2026-01-31T00:00:00Z'), random: () => random })

  it('doubles up to 30 s, with chance in its upper half', () => {
    expect([1, 2, 3, 7, 50].map((tries) => at(tries, null))).toEqual([250, 500, 1_000, 15_000, 15_000])
    expect([1, 2, 50].map((tries) => at(tries, null, 1))).toEqual([500, 1_000, 30_000])
  })

  it('waits what is asked for in seconds or by a date, at most two minutes', () => {
    expect(at(1, '5')).toBe(5_000)
    expect(at(1, 'Sat, 31 Jan 2026 00:00:10 GMT')).toBe(10_000)
    expect(at(1, '86400')).toBe(120_000)
    expect(['0', 'soon', '-1', 'Sat, 31 Jan 2020 00:00:00 GMT'].map((text) => at(1, text))).toEqual(
      Array.from({ length: 4 }, () => 250),
    )
  })
})
