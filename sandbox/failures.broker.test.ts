import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClusterLink } from '#lib/kafka/cluster-link.ts'
import { contextOf } from '#lib/kafka/error-context.ts'
import { protocolError, translateError } from '#lib/kafka/kafka-error.ts'
import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { findCoordinatorRequest } from '#lib/kafka/requests/find-coordinator.ts'
import {
  type FaultServer,
  startBannerServer,
  startCuttingServer,
  startHttpServer,
  startSilentServer,
} from './fault-servers.ts'
import type { AddedUser, KafkaCluster } from './kafka-cluster.ts'
import { startKafka } from './start-kafka.ts'
import { failureCases, WRONG_PASSWORD } from './testing/failure-cases.ts'

let kafka: KafkaCluster
let user: AddedUser
let silent: FaultServer
let banner: FaultServer
let page: FaultServer
let cutting: FaultServer

beforeAll(async () => {
  kafka = await startKafka({ faults: ['expired', 'otherName', 'otherAuthority', 'elsewhere'] })
  user = await kafka.addUser({ role: 'producer,consumer', topic: 'orders', clientCertificate: false })
  await kafka.admin.createTopic({ name: 'orders', partitions: 1, replicationFactor: 1 })
  await kafka.admin.createTopic({ name: 'foreign', partitions: 1, replicationFactor: 1 })
  ;[silent, banner, page, cutting] = await Promise.all([
    startSilentServer(),
    startBannerServer(),
    startHttpServer(),
    startCuttingServer(kafka.ports[0]?.scram ?? 0),
  ])
})

afterAll(async () => {
  await Promise.all([silent, banner, page, cutting].map((server) => server.close()))
  await kafka.stop()
})

/** Asks Metadata of every broker that the cluster names: the shortest way past every step of a connection. */
async function reach(target: KafkaTarget): Promise<void> {
  const link = await ClusterLink.connect(target)
  try {
    const { brokers } = await link.metadata({ topics: [] })
    for (const { nodeId } of brokers) await link.node(nodeId).connect()
  } finally {
    link.close()
  }
}

async function failureOf(target: KafkaTarget) {
  const began = Date.now()
  try {
    await reach(target)
  } catch (thrown) {
    const error = translateError(thrown, { ...contextOf(target), phase: 'connect' })
    // Everything that a careless log could print of it, the driver's own errors included.
    const printed = inspect(error, { depth: 12, showHidden: true }) + JSON.stringify(error)
    return {
      code: error.code,
      message: error.message,
      advice: error.advice,
      printed,
      took: Date.now() - began,
    }
  }
  return { code: null, message: 'it works', advice: undefined, printed: '', took: Date.now() - began }
}

describe('each failure of the way to a broker has its own answer', () => {
  // Most of their time is waiting for somebody who says nothing.
  it.concurrent.each(failureCases)('$name: $code', async ({ target, code, says, within }) => {
    const tried = await target({ kafka, user, silent, banner, page, cutting })
    const failure = await failureOf(tried)
    expect({ code: failure.code, message: failure.message }).toEqual({
      code,
      message: expect.stringMatching(says) as string,
    })
    expect(failure.advice).toMatch(/\w/)
    expect(failure.took).toBeLessThan(within)
    for (const secret of [user.password, WRONG_PASSWORD, 'PRIVATE KEY']) {
      expect(failure.printed).not.toContain(secret)
    }
  })

  it('never sent the password to what is no Kafka', () => {
    for (const server of [silent, banner, page]) {
      expect(server.connections).toBeGreaterThan(0)
      expect(server.received().includes(user.password)).toBe(false)
    }
  })
})

it('accepts another name when a person said so, but still no other authority', async () => {
  const unnamed = { ...user.target('otherName'), verifyHostname: false }
  expect((await failureOf(unnamed)).code).toBeNull()
  const stranger = { ...user.target('otherAuthority'), verifyHostname: false }
  expect((await failureOf(stranger)).code).toBe('broker_tls_unknown_ca')
})

it('tells a forbidden topic and a forbidden group apart', async () => {
  const link = await ClusterLink.connect(user.target())
  const [topic] = (await link.metadata({ topics: ['foreign'] })).topics
  const group = await link.call(findCoordinatorRequest('someone-else'))
  link.close()
  const codes = [topic?.errorCode ?? 0, group.errorCode].map((code) => protocolError(code).code)
  expect(codes).toEqual(['broker_topic_denied', 'broker_group_denied'])
})
