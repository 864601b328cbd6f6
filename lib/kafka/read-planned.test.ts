import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { FeedReading } from './feed-reading.ts'
import type { EndReason, ReadEvent } from './read-event.ts'
import { readPlanned } from './read-planned.ts'
import type { WorkerMessage } from './reader-message.ts'
import { packTarget } from './target-message.ts'

const target = packTarget({
  bootstrapServers: ['kafka:9092'],
  securityProtocol: 'SASL_PLAINTEXT',
  saslMechanism: 'SCRAM-SHA-512',
  username: 'u',
  password: null,
  certificateAuthorityPems: [],
  clientCertificatePem: null,
  clientKeyPem: null,
  verifyHostname: true,
  egress: { mode: 'unrestricted' },
})
const partitions = [{ partition: 0, low: '0', high: '9', from: '0', to: '9' }]
const counts = { read: 4, matched: 4, skipped: 0, undecodable: 0 }
const away = { code: 'broker_unreachable', message: 'Partition 1 has no leader.', retriable: true } as const
const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** How a reading ends that was stopped for a reason at offset 4 of partition 0; partition 1 could not be planned. */
async function endOf(reason: EndReason, planned: 'whole' | 'in part'): Promise<ReadEvent | undefined> {
  const event = (one: ReadEvent): WorkerMessage => ({ type: 'event', event: one })
  const begin = event({ type: 'started', partitions })
  const plan: WorkerMessage =
    planned === 'whole'
      ? event({ type: 'ended', reason: 'reached-end', ...counts, seconds: 0 })
      : { type: 'failed', error: away }
  const positions = [{ partition: 0, position: '4', high: '9' }]
  const progress = event({ type: 'progress', ...counts, bytes: 9, recordsPerSecond: 0, positions })
  const pool: Parameters<typeof readPlanned>[0] = {
    scanThreads: () => 1,
    read: (_target, { planOnly }) => {
      const { port1, port2 } = new MessageChannel()
      ports.push(port1, port2)
      const end = event({ type: 'ended', reason, ...counts, seconds: 0 })
      for (const message of planOnly ? [begin, plan] : [begin, progress, end]) port2.postMessage(message)
      return { port: port1, reading: new FeedReading(1) }
    },
  }
  const task = {
    topic: 't',
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: 9,
  } as const
  let last: ReadEvent | undefined
  for await (const one of readPlanned(pool, target, { task, order: undefined, signal: undefined })) last = one
  return last
}

it('says where a reading that was stopped goes on', async () => {
  expect(await endOf('budget', 'whole')).toMatchObject({ reason: 'budget', goOn: 'offsets:0=4' })
})

it.each<EndReason>(['budget', 'deadline'])(
  'names no place to go on when a partition could not be planned, which would be passed over: %s',
  async (reason) => {
    const end = await endOf(reason, 'in part')
    expect(end).toMatchObject({ type: 'ended', reason, read: 4 })
    expect(end).not.toHaveProperty('goOn')
  },
)

it('fails at the end when a partition could not be planned', async () => {
  await expect(endOf('reached-end', 'in part')).rejects.toMatchObject(away)
})
