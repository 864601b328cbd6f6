import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { guardedLookup } from '#lib/network/guarded-lookup.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import type { ServerAddress } from './server-address.ts'

/** Finds a dead peer on an idle connection well before a firewall's usual five minutes. */
const KEEP_ALIVE_MS = 15_000

/** What one read takes at most. */
const READ_BYTES = 256 * 1024

export interface SocketOptions extends ServerAddress {
  readonly tls: ConnectionOptions | null
  readonly egress: EgressPolicy
  readonly onConnect: () => void
  /** Sees the error as Node made it; kafkajs keeps only its message and code. */
  readonly onError: (error: Error) => void
}

export interface OpenSocket {
  /** What is read and written: the TLS socket, or the TCP one. */
  readonly stream: Socket
  /** Ends both ends at once by RST, so that the broker does not keep the connection until a long poll is over. */
  readonly reset: (reason: Error) => void
}

/**
 * openSocket dials host and port, over TLS when asked. Every address that a name resolves to passes the egress
 * policy; an IP literal must have passed it before (no look-up happens for it).
 */
export function openSocket({ host, port, tls, egress, onConnect, onError }: SocketOptions): OpenSocket {
  const address = { host, port, lookup: guardedLookup(egress, port) }
  const tcp: Socket = tls ? connectTcp(address) : connectTcp({ ...address, onread: readInto(() => tcp) })
  tcp.setKeepAlive(true, KEEP_ALIVE_MS)
  tcp.setNoDelay(true)
  if (!tls) {
    tcp.once('connect', onConnect)
    tcp.on('error', onError)
    return { stream: tcp, reset: (reason) => resetTcp(tcp, reason) }
  }
  // SNI is for names only (RFC 6066); without it Node verifies an address against the certificate's IP names.
  const stream = connectTls({
    ...tls,
    host,
    port,
    socket: tcp,
    ...(isIP(host) === 0 && { servername: host }),
  })
  let secured = false
  stream.once('secureConnect', () => {
    secured = true
    onConnect()
  })
  stream.on('error', onError)
  tcp.on('error', (error) => stream.destroy(error))
  return {
    stream,
    reset: (reason) => {
      const ending = stream.writableEnded
      // While it is shaking hands, somebody waits for an event: give them the reason.
      stream.destroy(secured ? undefined : reason)
      if (tcp.destroyed) return
      if (ending) tcp.destroy()
      else resetTcp(tcp, reason)
    },
  }
}

/**
 * readInto reads everything into one buffer and shows each piece as a `data` event, which must be done with it when it
 * returns. Node otherwise makes a new buffer for each 64 KiB: a third of the time of a scan went into freeing them.
 */
function readInto(socket: () => Socket): {
  buffer: Buffer
  callback: (bytes: number, buffer: Uint8Array) => boolean
} {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
  return {
    buffer,
    callback: (bytes) => {
      socket().emit('data', buffer.subarray(0, bytes))
      return true
    },
  }
}

function resetTcp(tcp: Socket, reason: Error): void {
  if (tcp.connecting) tcp.destroy(reason)
  // Node can't reset what is being shut down (EINVAL), and a process with such a socket never ends: it spins.
  else if (tcp.writableEnded) tcp.destroy()
  else tcp.resetAndDestroy()
}
