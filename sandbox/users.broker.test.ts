import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClusterLink } from '#lib/kafka/cluster-link.ts'
import { translateError } from '#lib/kafka/kafka-error.ts'
import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { createTopicsRequest } from '#lib/kafka/requests/create-topics.ts'
import { describeClusterRequest } from '#lib/kafka/requests/describe-cluster.ts'
import { findCoordinatorRequest } from '#lib/kafka/requests/find-coordinator.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { startKafka } from './start-kafka.ts'

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await startKafka()
  await kafka.admin.createTopic({ name: 'orders', partitions: 1, replicationFactor: 1 })
  await kafka.admin.createTopic({ name: 'foreign', partitions: 1, replicationFactor: 1 })
})

afterAll(() => kafka.stop())

async function withLink<T>(target: KafkaTarget, work: (link: ClusterLink) => Promise<T>): Promise<T> {
  const link = await ClusterLink.connect(target)
  try {
    return await work(link)
  } finally {
    link.close()
  }
}

/** What the broker itself says that a user may do with two topics, with groups and with the cluster. */
function rights(target: KafkaTarget, prefix: string) {
  return withLink(target, async (link) => {
    const { topics } = await link.metadata({ topics: ['orders', 'foreign'], topicOperations: true })
    const group = async (id: string) => (await link.call(findCoordinatorRequest(id))).errorCode === 30
    const cluster = await link.call(describeClusterRequest())
    return {
      orders: topics.find(({ topic }) => topic === 'orders')?.operations?.toSorted() ?? null,
      foreign: topics.find(({ topic }) => topic === 'foreign')?.operations?.toSorted() ?? null,
      ownGroupRefused: await group(`${prefix}1`),
      otherGroupRefused: await group('someone-else'),
      superUser: (cluster.operations ?? []).length > 0,
    }
  })
}

describe('each role has the rights that the charm gives', () => {
  it.each([
    ['producer', ['CREATE', 'DESCRIBE', 'WRITE'], true],
    ['consumer', ['DESCRIBE', 'READ'], false],
    ['producer,consumer', ['CREATE', 'DESCRIBE', 'READ', 'WRITE'], false],
  ])('%s', async (role, operations, groupRefused) => {
    const user = await kafka.addUser({ role, topic: 'orders' })
    for (const listener of ['scram', 'scramTls'] as const) {
      expect(await rights(user.target(listener), `${user.username}-`)).toEqual({
        orders: operations,
        foreign: null,
        ownGroupRefused: groupRefused,
        otherGroupRefused: true,
        superUser: false,
      })
    }
  })

  it('admin', async () => {
    const user = await kafka.addUser({ role: 'admin', topic: 'orders' })
    const may = await rights(user.target('scramTls'), 'anything')
    expect(may).toMatchObject({ ownGroupRefused: false, otherGroupRefused: false, superUser: true })
    expect(may.foreign).toContain('DELETE')
    expect(user.consumerGroupPrefix).toBeNull()
  })

  it('a client certificate carries the grants, and the password none', async () => {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: 'orders', clientCertificate: true })
    const byCertificate = await rights(user.target('mutualTls'), `${user.username}-`)
    expect(byCertificate.orders).toEqual(['CREATE', 'DESCRIBE', 'READ', 'WRITE'])
    expect((await rights(user.target('scram'), `${user.username}-`)).orders).toBeNull()
    expect(user.paste({ kafka: 4, tls: true, mutualTls: true })).toContain(
      `endpoints: ${kafka.servers('mutualTls')[0]}`,
    )
  })

  it('a prefix grant covers topics that begin with it', async () => {
    const user = await kafka.addUser({ role: 'producer', topic: 'shop-*' })
    const outcome = await withLink(user.target(), (link) =>
      link.call(
        createTopicsRequest(
          ['shop-a', 'other'].map((name) => ({ name, partitions: 1, replicationFactor: 1 })),
          { timeoutMs: 5000 },
        ),
      ),
    )
    expect(outcome.topics.map(({ topic, errorCode }) => [topic, errorCode]).sort()).toEqual([
      ['other', 29],
      ['shop-a', 0],
    ])
  })
})

it('a rotation ends the old user and gives a new name, password and prefix', async () => {
  const old = await kafka.addUser({ role: 'consumer', topic: 'orders' })
  const link = await ClusterLink.connect(old.target())
  const fresh = await kafka.rotateUser(old)
  expect(fresh.username).not.toBe(old.username)
  expect(fresh.password).not.toBe(old.password)
  expect(fresh.consumerGroupPrefix).toBe(`${fresh.username}-`)
  expect(kafka.users.map(({ username }) => username)).not.toContain(old.username)
  // The open connection lives on without its rights; a new one is refused.
  expect((await link.metadata({ topics: ['orders'] })).topics[0]?.errorCode).toBe(29)
  link.close()
  const refused = await ClusterLink.connect(old.target()).catch((error: unknown) => error)
  expect(translateError(refused, {}).code).toBe('broker_auth_failed')
  expect((await rights(fresh.target(), `${fresh.username}-`)).orders).toEqual(['DESCRIBE', 'READ'])
})

it('refuses roles that the charm does not know', async () => {
  await expect(kafka.addUser({ role: 'reader' })).rejects.toThrow('producer, consumer or admin')
})
