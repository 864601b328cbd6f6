import 'server-only'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { Env } from '#lib/server/base/env.ts'
import type { AuditCheckpoint } from '#lib/shared/audit-query.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'

/** A place that takes a line a day and does not in this time will be asked again in an hour. */
const DEADLINE_MS = 10_000
/** No syslog server answers; one that refuses, as one that asks for a client's certificate, cuts the line by then. */
const LAST_WORD_MS = 1_000
/** RFC 5424: facility 13 (log audit) × 8 + severity 6 (informational). */
const PRIORITY = 13 * 8 + 6

type Syslog = NonNullable<Env['auditSyslog']>

/**
 * sendToSyslog sends a checkpoint as one message of RFC 5424, by UDP (5426), TCP (6587, octets counted) or TLS (5425).
 * Throws what the connection throws, and after `deadlineMs` a TimeoutError or an AbortError. UDP tells nothing of its
 * fate.
 */
export async function sendToSyslog(
  to: Syslog,
  checkpoint: AuditCheckpoint,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const line = syslogLine(checkpoint)
  if (to.transport === 'udp') return sendDatagram(to, line)
  const target = { host: to.host, port: to.port }
  // An address is no server name (RFC 6066); the certificate is held against the host either way.
  const name = isIP(to.host) === 0 ? { servername: to.host } : {}
  const socket = to.transport === 'tcp' ? connectTcp(target) : connectTls({ ...target, ...name })
  const connected = to.transport === 'tcp' ? 'connect' : 'secureConnect'
  await sendOnSocket(socket, `${Buffer.byteLength(line)} ${line}`, connected, deadlineMs)
}

/** sendToWebhook posts a checkpoint as JSON. Throws unless the answer is 2xx and comes within `deadlineMs`. */
export async function sendToWebhook(
  url: Secret,
  checkpoint: AuditCheckpoint,
  publicUrl: string,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const answer = await fetch(openSecret(url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ type: 'audit.checkpoint', server: publicUrl, ...checkpoint }),
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw Object.assign(new Error('refused'), { code: `HTTP_${answer.status}` })
}

function syslogLine(checkpoint: AuditCheckpoint): string {
  const host = hostname().replace(/[^\x21-\x7e]/g, '') || '-'
  const { at, sequence, hash } = checkpoint
  return `<${PRIORITY}>1 ${at} ${host} keystream ${process.pid} audit.checkpoint - ${JSON.stringify({ sequence, at, hash })}`
}

async function sendDatagram({ host, port }: Syslog, line: string): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    const sent = Promise.withResolvers<undefined>()
    socket.once('error', sent.reject)
    socket.send(line, port, host, (error) => {
      if (error) sent.reject(error)
      else sent.resolve(undefined)
    })
    await sent.promise
  } finally {
    socket.close()
  }
}

async function sendOnSocket(
  socket: Socket,
  message: string,
  connected: string,
  deadlineMs: number,
): Promise<void> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    await once(socket, connected, { signal })
    socket.resume().end(message)
    await once(socket, 'finish', { signal })
    const closed = Promise.withResolvers<undefined>()
    socket.once('error', closed.reject).once('close', () => {
      closed.resolve(undefined)
    })
    const timer = setTimeout(closed.resolve, LAST_WORD_MS)
    await closed.promise.finally(() => {
      clearTimeout(timer)
    })
  } finally {
    socket.on('error', () => undefined)
    socket.destroy()
  }
}
