import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createServer as createTls, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { Secret } from '#lib/shared/secret.ts'
import { createAuthority, type IssuedCertificate, issueCertificate } from '#sandbox/certificates.ts'
import { makeCheckpoint } from './checkpoint.ts'
import { publishCheckpoints } from './publish-checkpoints.ts'
import { recordAuditEvent } from './record-audit-event.ts'
import { sendToSyslog, sendToWebhook } from './send-checkpoint.ts'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 })

const HOST = '127.0.0.1'
const trusted = getCACertificates('default')

let folder: string
let authority: string
let issued: IssuedCertificate
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-syslog-'))
  const made = await createAuthority(folder, 'syslog-authority')
  authority = made.certificatePem
  const request = { authority: made, name: 'syslog', commonName: 'syslog', alternativeNames: `IP:${HOST}` }
  issued = await issueCertificate(request)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let server: TestServer | null = null
const closing: (() => unknown)[] = []
afterEach(async () => {
  setDefaultCACertificates(trusted)
  for (const close of closing.splice(0)) close()
  await server?.close()
  server = null
})

/** Every connection's whole text, or every datagram. */
interface Listener {
  readonly port: number
  readonly received: string[]
}

async function listenByUdp(): Promise<Listener> {
  const received: string[] = []
  const socket = createSocket('udp4', (message) => received.push(message.toString()))
  socket.bind(0, HOST)
  await once(socket, 'listening')
  closing.push(() => socket.close())
  return { port: socket.address().port, received }
}

async function listen(listener: Server, port = 0, event = 'connection'): Promise<Listener> {
  const received: string[] = []
  listener.on(event, (socket: NodeJS.ReadableStream) => {
    void text(socket).then(
      (all) => received.push(all),
      () => undefined,
    )
  })
  listener.listen(port, HOST)
  await once(listener, 'listening')
  closing.push(() => listener.close())
  return { port: (listener.address() as AddressInfo).port, received }
}

const listenByTcp = (port = 0) => listen(createTcp({ allowHalfOpen: false }), port)
const listenByTls = (options: object = {}) => {
  const own = { cert: issued.certificatePem, key: issued.keyPem }
  return listen(createTls({ ...own, ...options }), 0, 'secureConnection')
}

const record = () =>
  inTransaction((tx) => recordAuditEvent(tx, { action: 'job.started', teamId: null, actor: null }))
const stored = () => getDatabase().selectFrom('auditCheckpoint').selectAll().orderBy('sequence').execute()
const logged = () => server?.log.map((line) => JSON.parse(line) as Record<string, unknown>) ?? []
const failures = () => logged().filter(({ event }) => event === 'audit.checkpoint-not-sent')

/** One message of RFC 5424, part by part. */
function partsOf(message: string) {
  const [, priority, at, host, app, process, id, data, body = '{}'] =
    /^<(\d+)>1 (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/.exec(message) ?? []
  return { priority, at, host, app, process, id, data, body: JSON.parse(body) as unknown }
}

/** What octets were counted for; throws when the count is not that of what follows. */
function counted(stream: string): string {
  const space = stream.indexOf(' ')
  const message = stream.slice(space + 1)
  expect(Buffer.byteLength(message)).toBe(Number(stream.slice(0, space)))
  return message
}

it.each([
  { transport: 'udp', start: listenByUdp, messageOf: (datagram: string) => datagram },
  { transport: 'tcp', start: () => listenByTcp(), messageOf: counted },
  { transport: 'tls', start: () => listenByTls(), messageOf: counted },
])('sends each checkpoint once by $transport, in the form of RFC 5424', async (by) => {
  setDefaultCACertificates([...trusted, authority])
  const syslog = await by.start()
  server = await openTestServer({ KEYSTREAM_AUDIT_SYSLOG: `${by.transport}://${HOST}:${syslog.port}` })
  await record()
  await publishCheckpoints()
  await record()
  await inTransaction(makeCheckpoint)
  await publishCheckpoints()
  await publishCheckpoints()
  const rows = await stored()
  expect(rows.map(({ sequence, publishedAt }) => [sequence, publishedAt !== null])).toEqual([
    [1, true],
    [2, true],
  ])
  await expect.poll(() => syslog.received.length).toBe(2)
  expect(syslog.received.map(by.messageOf).map(partsOf)).toEqual(
    rows.map(({ sequence, at, hash }) => ({
      ...{ priority: '110', at, host: hostname(), app: 'keystream', process: String(process.pid) },
      ...{ id: 'audit.checkpoint', data: '-', body: { sequence, at, hash } },
    })),
  )
  expect(failures()).toEqual([])
})

it('goes on without a syslog server, says so in the log, and sends it when there is one', async () => {
  const probe = createTcp().listen(0, HOST)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  server = await openTestServer({ KEYSTREAM_AUDIT_SYSLOG: `tcp://${HOST}:${port}` })
  await record()
  await publishCheckpoints()
  expect(failures()).toMatchObject([{ sink: 'syslog', code: 'ECONNREFUSED' }])
  expect(await stored()).toMatchObject([{ sequence: 1, publishedAt: null }])
  const syslog = await listenByTcp(port)
  await publishCheckpoints()
  expect(await stored()).toMatchObject([{ sequence: 1, publishedAt: expect.any(String) as string }])
  await expect.poll(() => syslog.received.length).toBe(1)
})

it('tells nothing to a server whose certificate nobody vouches for', async () => {
  const syslog = await listenByTls()
  server = await openTestServer({ KEYSTREAM_AUDIT_SYSLOG: `tls://${HOST}:${syslog.port}` })
  await record()
  await publishCheckpoints()
  expect(failures()).toMatchObject([{ sink: 'syslog', code: /CERT|SIGNATURE/ }])
  expect(await stored()).toMatchObject([{ publishedAt: null }])
  expect(syslog.received).toEqual([])
})

it('does not take a message for sent that a server refuses for want of a certificate', async () => {
  setDefaultCACertificates([...trusted, authority])
  const syslog = await listenByTls({ requestCert: true, rejectUnauthorized: true, ca: [authority] })
  server = await openTestServer({ KEYSTREAM_AUDIT_SYSLOG: `tls://${HOST}:${syslog.port}` })
  await record()
  await publishCheckpoints()
  expect(failures()).toMatchObject([{ sink: 'syslog' }])
  expect(await stored()).toMatchObject([{ publishedAt: null }])
})

const checkpoint = { sequence: 1, at: '2026-11-30T00:00:00.000Z', hash: 'ab' }

it('waits no longer than its deadline for a server that is silent', async () => {
  const silent = await listenByTcp()
  const to = { transport: 'tls', host: HOST, port: silent.port } as const
  await expect(sendToSyslog(to, checkpoint, 50)).rejects.toMatchObject({ name: 'AbortError' })
  const hook = createHttp(() => undefined)
  const { port } = await listen(hook)
  closing.push(() => {
    hook.closeAllConnections()
  })
  const url = new Secret(`http://${HOST}:${port}/`)
  await expect(sendToWebhook(url, checkpoint, 'http://localhost:3000', 50)).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

it('follows a webhook nowhere else', async () => {
  const elsewhere = await listenByTcp()
  const hook = createHttp((_request, response) => {
    response.writeHead(307, { Location: `http://${HOST}:${elsewhere.port}/` }).end()
  })
  const { port } = await listen(hook)
  server = await openTestServer({ KEYSTREAM_AUDIT_WEBHOOK: `http://${HOST}:${port}/` })
  await record()
  await publishCheckpoints()
  expect(failures()).toMatchObject([{ sink: 'webhook' }])
  expect(elsewhere.received).toEqual([])
})
