import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { MongoSource } from './mongo-source.ts'

it('is left at once while MongoDB takes the connection and says nothing', async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const source = new MongoSource({
    target: {
      ...{ hosts: [{ host: '127.0.0.1', port }], username: null, password: null, uris: null, tls: false },
      ...{ certificateAuthorityPems: [], egress: { mode: 'unrestricted' } },
    },
    value: { type: 'mongodb', profile: 'prf_m', collection: 'producer' },
    ...{ topic: 'orders', shape: {}, signal: new AbortController().signal, onRetry: () => undefined },
  })
  const records = source.records()
  const next = records.next()
  await once(server, 'connection')
  expect(await records.return?.()).toEqual({ done: true, value: undefined })
  expect(await next).toEqual({ done: true, value: undefined })
  // To be left is no failure of MongoDB's.
  expect(source.failure).toBeNull()
  for (const socket of sockets) socket.destroy()
  server.close()
})
