import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { LOOPBACK } from './server-properties.ts'

/** FaultServer listens on 127.0.0.1 and is no Kafka, or a bad way to one. */
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

/** SaslAuthenticate's number in Kafka's protocol. */
const SASL_AUTHENTICATE = 36
/** After a request's length of four bytes. */
const API_KEY_AT = 4

/** startCuttingServer passes everything on to a listener on loopback, and cuts the connection when a login begins. */
export function startCuttingServer(port: number): Promise<FaultServer> {
  return listen(
    net.createServer((client) => {
      const broker = net.connect({ host: LOOPBACK, port })
      broker.on('error', () => client.destroy())
      client.once('close', () => broker.destroy())
      broker.on('data', (chunk: Buffer) => client.write(chunk))
      // A client sends each request in one piece, and waits for the answer before it logs in.
      client.on('data', (chunk: Buffer) => {
        if (chunk.length > API_KEY_AT + 1 && chunk.readInt16BE(API_KEY_AT) === SASL_AUTHENTICATE)
          client.destroy()
        else broker.write(chunk)
      })
    }),
  )
}

/** startFaultServers starts one of each and gives their ports; they end with this process. `scram` is a good listener. */
export async function startFaultServers(scram: number) {
  const [silent, banner, page, cutting] = await Promise.all([
    startSilentServer(),
    startBannerServer(),
    startHttpServer(),
    startCuttingServer(scram),
  ])
  return { silent: silent.port, banner: banner.port, page: page.port, cutting: cutting.port }
}
