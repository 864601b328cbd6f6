import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { LOOPBACK } from './server-properties.ts'

/** FaultServer listens on 127.0.0.1 and is no Kafka. */
export interface FaultServer {
  readonly port: number
  /** How many connections came so far. */
  readonly connections: number
  /** All bytes that clients sent so far, to look for what must not be sent. */
  received(): Buffer
  close(): Promise<void>
}

async function listen(server: net.Server): Promise<FaultServer> {
  const sockets = new Set<net.Socket>()
  const chunks: Buffer[] = []
  let connections = 0
  server.on('connection', (socket: net.Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    received: () => Buffer.concat(chunks),
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** startSilentServer accepts and never says a word. */
export function startSilentServer(): Promise<FaultServer> {
  return listen(net.createServer())
}

/** startBannerServer greets as a secure shell does, and says nothing more. */
export function startBannerServer(): Promise<FaultServer> {
  return listen(net.createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n')))
}

/** startHttpServer answers every request with a page. */
export function startHttpServer(): Promise<FaultServer> {
  return listen(http.createServer((_request, response) => response.end('hello')))
}
