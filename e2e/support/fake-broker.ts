import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'

/** Asked is one request as a client framed it. */
export interface Asked {
  readonly key: number
  readonly version: number
  readonly correlation: number
  readonly body: Buffer
}

export const API_VERSIONS = 18
export const SASL_HANDSHAKE = 17
export const SASL_AUTHENTICATE = 36
export const METADATA = 3

/** Listener is a port of this machine that remembers who came and what they said. */
export interface Listener {
  readonly host: string
  readonly port: number
  readonly connections: () => number
  readonly received: () => Buffer
  readonly close: () => Promise<void>
}

interface Place {
  readonly host?: string
  readonly port?: number
  /** Speaks TLS with this certificate, and asks for the client's. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** listen takes connections, of which `serve` does what it likes. */
export async function listen(serve: (socket: net.Socket) => void, place: Place = {}): Promise<Listener> {
  const sockets = new Set<net.Socket>()
  const chunks: Buffer[] = []
  let connections = 0
  const take = (socket: net.Socket): void => {
    sockets.add(socket)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    serve(socket)
  }
  const asking = { requestCert: true, rejectUnauthorized: false }
  const server = place.tls ? tls.createServer({ ...place.tls, ...asking }, take) : net.createServer(take)
  server.on('connection', () => (connections += 1))
  server.on('tlsClientError', () => undefined)
  const host = place.host ?? '127.0.0.1'
  server.listen(place.port ?? 0, host)
  await once(server, 'listening')
  return {
    host,
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    received: () => Buffer.concat(chunks),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

/** broker reads whole requests, of which `answer` answers those it likes. */
export function broker(answer: (asked: Asked, socket: net.Socket) => void): (socket: net.Socket) => void {
  return (socket) => {
    let held = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk])
      while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
        const frame = held.subarray(4, 4 + held.readInt32BE(0))
        held = held.subarray(4 + frame.length)
        const named = frame.readInt16BE(8)
        const body = frame.subarray(10 + Math.max(0, named))
        const [key, version, correlation] = [frame.readInt16BE(0), frame.readInt16BE(2), frame.readInt32BE(4)]
        answer({ key, version, correlation, body }, socket)
      }
    })
  }
}

/** framed is an answer as a broker sends it. */
export function framed({ correlation }: Asked, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([int32(correlation), ...parts])
  return Buffer.concat([int32(body.length), body])
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)])
}

/** versions answers which requests are taken: those of a login and Metadata, or those given. */
export function versions(asked: Asked, keys: Readonly<Record<number, number>> = LOGIN_KEYS): Buffer {
  const list = Object.entries(keys).map(([key, most]) =>
    Buffer.concat([int16(Number(key)), int16(0), int16(most)]),
  )
  const throttle = asked.version > 0 ? [int32(0)] : []
  return framed(asked, int16(0), int32(list.length), ...list, ...throttle)
}

const LOGIN_KEYS = { [METADATA]: 8, [SASL_HANDSHAKE]: 1, [API_VERSIONS]: 2, [SASL_AUTHENTICATE]: 0 }

/** mechanisms answers a handshake: SCRAM is offered, or only what is given. */
export function mechanisms(asked: Asked, only?: string): Buffer {
  return framed(asked, int16(only === undefined ? 0 : 33), int32(1), text(only ?? 'SCRAM-SHA-512'))
}

/** scramMessage is what a SaslAuthenticate request carries. */
export function scramMessage({ body }: Asked): string {
  return body.subarray(4, 4 + body.readInt32BE(0)).toString()
}

/** scramAnswer answers it, without an error. */
export function scramAnswer(asked: Asked, message: string): Buffer {
  return framed(asked, int16(0), int16(-1), int32(message.length), Buffer.from(message))
}

/** metadata tells of brokers at the given places, and of no topic. */
export function metadata(asked: Asked, brokers: readonly Pick<Listener, 'host' | 'port'>[]): Buffer {
  const list = brokers.map(({ host, port }, id) =>
    Buffer.concat([int32(id), text(host), int32(port), int16(-1)]),
  )
  const none = int32(0)
  return framed(
    asked,
    none,
    int32(list.length),
    ...list,
    text('a-cluster'),
    none,
    none,
    int32(-2_147_483_648),
  )
}
