import { createServer, type Server, type Socket } from 'node:net'
import kafkajs from 'kafkajs/package.json' with { type: 'json' }
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { listGroupsRequest } from './requests/list-groups.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that speaks as much Kafka as the contract needs: it answers by api key, or stays silent. */
async function fakeBroker(
  answers: Record<number, Buffer>,
): Promise<{ target: KafkaTarget; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      for (let at = 0; at < data.length; at += 4 + data.readInt32BE(at)) {
        const answer = answers[data.readInt16BE(at + 4)]
        if (!answer) continue
        const header = Buffer.alloc(8)
        header.writeInt32BE(answer.length + 4)
        header.writeInt32BE(data.readInt32BE(at + 8), 4)
        socket.write(Buffer.concat([header, answer]))
      }
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const target: KafkaTarget = {
    bootstrapServers: [`127.0.0.1:${address.port}`],
    securityProtocol: 'PLAINTEXT',
    saslMechanism: null,
    username: null,
    password: null,
    certificateAuthorityPems: [],
    clientCertificatePem: null,
    clientKeyPem: null,
    verifyHostname: true,
    egress: { mode: 'unrestricted' },
    requestTimeoutMs: 500,
  }
  return { target, sockets }
}

/** ApiVersions v2: no error, ApiVersions 0-2 and ListGroups 0-2, no throttling. */
const apiVersions = Buffer.from('00000000000200120000000200100000000200000000', 'hex')
/** ListGroups v2: no throttling, no error, no groups. */
const noGroups = Buffer.from('00000000000000000000', 'hex')

test('the internals that we reach into are those of kafkajs 2.2.4', () => {
  expect(kafkajs.version).toBe('2.2.4')
})

test('ten calls at once on a fresh connection open one socket', async () => {
  const { target, sockets } = await fakeBroker({ 18: apiVersions, 16: noGroups })
  const connection = openConnection(target, target.bootstrapServers[0] ?? '')
  const answers = await Promise.all(Array.from({ length: 10 }, () => connection.call(listGroupsRequest())))
  expect(answers).toEqual(Array.from({ length: 10 }, () => ({ throttleMs: 0, errorCode: 0, groups: [] })))
  expect(sockets).toHaveLength(1)
  connection.destroy()
})

test('connects again after the broker closed the connection', async () => {
  const { target, sockets } = await fakeBroker({ 18: apiVersions, 16: noGroups })
  const connection = openConnection(target, target.bootstrapServers[0] ?? '')
  await connection.call(listGroupsRequest())
  const closed = new Promise((resolve) => sockets[0]?.once('close', resolve))
  sockets[0]?.destroy()
  await closed
  await expect.poll(() => connection.connected).toBe(false)
  await Promise.all([connection.call(listGroupsRequest()), connection.call(listGroupsRequest())])
  expect(sockets).toHaveLength(2)
  connection.destroy()
})

test('a request that is not answered ends by its own time-out and drops the socket', async () => {
  const { target, sockets } = await fakeBroker({ 18: apiVersions })
  const connection = openConnection(target, target.bootstrapServers[0] ?? '')
  await connection.connect()
  const closed = new Promise((resolve) => sockets[0]?.once('close', resolve))
  await expect(connection.call(listGroupsRequest(), { timeoutMs: 30 })).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    broker: target.bootstrapServers[0],
    phase: 'request',
  })
  await closed
  connection.destroy()
})

test('destroy rejects what is in flight, resets the socket and refuses what comes later', async () => {
  const { target, sockets } = await fakeBroker({ 18: apiVersions })
  const connection = openConnection(target, target.bootstrapServers[0] ?? '')
  await connection.connect()
  const pending = connection.call(listGroupsRequest())
  const closed = new Promise((resolve) => sockets[0]?.once('close', resolve))
  connection.destroy('aborted')
  await expect(pending).rejects.toMatchObject({ code: 'ABORT_ERR' })
  await closed
  await expect(connection.call(listGroupsRequest())).rejects.toMatchObject({ code: 'ABORT_ERR' })
})

test('an abort while connecting to a silent server ends the wait at once', async () => {
  const { target, sockets } = await fakeBroker({})
  const abort = new AbortController()
  const connection = openConnection(target, target.bootstrapServers[0] ?? '', { signal: abort.signal })
  const connecting = connection.connect()
  await expect.poll(() => sockets.length).toBe(1)
  abort.abort()
  await expect(connecting).rejects.toMatchObject({ code: 'ABORT_ERR' })
})

test('a request version that the server does not speak is never sent', async () => {
  const { target } = await fakeBroker({ 18: apiVersions })
  const connection = openConnection(target, target.bootstrapServers[0] ?? '')
  const call = connection.call({ ...listGroupsRequest(), apiVersion: 9 })
  await expect(call).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
  connection.destroy()
})

test('no timer is armed while nothing waits', () => {
  const queue = Object.assign(Object.create(RequestQueue.prototype) as RequestQueue, {
    pending: [],
    throttledUntil: -1,
  })
  queue.scheduleCheckPendingRequests()
  expect(queue).not.toHaveProperty('throttleCheckTimeoutId')
})
