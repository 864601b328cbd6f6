import { expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import type { CheckEvent } from '#lib/shared/check.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { AddedUser } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { checkConnection } from './check-connection.ts'

/** The controller gives up on a broker after 6 s; a loaded machine takes longer. */
const NOTICE_LIMIT_MS = 60_000
const CHECK_LIMIT_MS = 15_000

function factsOf(user: AddedUser): KafkaFacts {
  const [credential] = parseCredentials(user.paste({ kafka: 4, tls: false })).credentials
  if (credential === undefined || !isKafkaCredential(credential))
    throw new Error('The paste was not understood')
  return credential.facts
}

it('says which partition has no leader', {
  timeout: 180_000,
}, async () => {
  const kafka = await startKafka({ brokers: 3 })
  try {
    await kafka.admin.createTopic({ name: 'orders', partitions: 3, replicationFactor: 1 })
    const user = await kafka.addUser({ role: 'producer,consumer', topic: 'orders' })
    const leaderless = async () => {
      const { partitions } = await kafka.admin.describeTopic('orders')
      return partitions.find(({ leader }) => leader < 0)?.partition ?? null
    }
    const { partitions } = await kafka.admin.describeTopic('orders')
    const victim = partitions.find(({ leader }) => leader !== 1)
    await kafka.kill(victim?.leader ?? 0)
    await expect.poll(leaderless, { timeout: NOTICE_LIMIT_MS, interval: 250 }).toBe(victim?.partition)
    const events: CheckEvent[] = []
    for await (const event of checkConnection(user.target(), { facts: factsOf(user) })) events.push(event)
    const topic = events.find(
      (event) => event.type === 'step' && event.step === 'topic' && event.status !== 'running',
    )
    expect(topic).toMatchObject({
      status: 'warning',
      code: 'broker_no_leader',
      detail: `Partition ${victim?.partition} of topic “orders” has no leader right now.`,
    })
    const verdict = events.at(-1)
    expect(verdict).toMatchObject({ type: 'verdict' })
    expect(verdict?.type === 'verdict' && verdict.milliseconds).toBeLessThan(CHECK_LIMIT_MS)
    expect(JSON.stringify(events)).not.toContain(user.password)
  } finally {
    await kafka.stop()
  }
})
