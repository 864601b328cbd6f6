import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import type { JobUpdate } from './job-update.ts'
import { type RecordSink, SinkTally } from './record-sink.ts'
import { runDelivery } from './run-delivery.ts'

const never = () => new Promise<never>(() => undefined)
/** Takes nothing, and hears no good-bye. */
const hanging: RecordSink = {
  ...{ tally: new SinkTally(), add: () => undefined },
  ...{ room: never, settle: never, close: never },
}

it('ends soon after a cancel although what it delivers to hears no good-bye', async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = new AbortController()
  const updates: JobUpdate[] = []
  const job = runDelivery(
    {
      ...{ bootstrapServers: [`127.0.0.1:${port}`], securityProtocol: 'PLAINTEXT', saslMechanism: null },
      ...{ username: null, password: null, certificateAuthorityPems: [], clientCertificatePem: null },
      ...{ clientKeyPem: null, verifyHostname: false, egress: { mode: 'unrestricted' } },
    },
    { topic: 'orders', from: 'earliest', group: null, openSink: () => Promise.resolve(hanging) },
    { signal: stop.signal },
  )
  const reading = (async () => {
    for await (const update of job) updates.push(update)
  })()
  await once(server, 'connection')
  const abortedAt = performance.now()
  stop.abort()
  await reading
  // Without a bound it would end never; a machine that does much else is late.
  expect(performance.now() - abortedAt).toBeLessThan(5_000)
  expect(updates.at(-1)).toMatchObject({ type: 'ended', result: { stopReason: 'cancelled' }, error: null })
  for (const socket of sockets) socket.destroy()
  server.close()
})
