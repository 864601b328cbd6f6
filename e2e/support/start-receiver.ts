import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** startReceiver listens on loopback for the calls of webhooks, takes each, and keeps them. */
export async function startReceiver(): Promise<{ calls: Call[]; port: number; close: () => void }> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { calls, port, close: () => server.close() }
}

/** signatureOf is the signature that a call must have by a key, as standardwebhooks.com says. */
export function signatureOf({ headers, body }: Call, key: string): string {
  const { 'webhook-id': id, 'webhook-timestamp': at } = headers
  const signature = createHmac('sha256', key).update(`${String(id)}.${String(at)}.${body}`)
  return `v1,${signature.digest('base64')}`
}
