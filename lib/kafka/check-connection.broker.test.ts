import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type CheckEvent, CheckEventSchema, type CheckStep, type Verdict } from '#lib/shared/check.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { Secret } from '#lib/shared/secret.ts'
import {
  type FaultServer,
  startBannerServer,
  startCuttingServer,
  startHttpServer,
  startSilentServer,
} from '#sandbox/fault-servers.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { failureCases, WRONG_PASSWORD } from '#sandbox/testing/failure-cases.ts'
import { checkConnection } from './check-connection.ts'
import { type KafkaTarget, kafkaTargetOf } from './kafka-target.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000

/** What is promised of a good profile on a cluster that is up. */
const GOOD_LIMIT_MS = 1_500
const DEAD_LIMIT_MS = 15_000

let kafka: KafkaCluster
let user: AddedUser
let silent: FaultServer
let banner: FaultServer
let page: FaultServer
let cutting: FaultServer

beforeAll(async () => {
  kafka = await startKafka({ faults: ['expired', 'otherName', 'otherAuthority', 'elsewhere'] })
  user = await kafka.addUser({ role: 'producer,consumer', topic: 'orders' })
  for (const name of ['orders', 'foreign']) {
    await kafka.admin.createTopic({ name, partitions: 2, replicationFactor: 1 })
  }
  ;[silent, banner, page, cutting] = await Promise.all([
    startSilentServer(),
    startBannerServer(),
    startHttpServer(),
    startCuttingServer(kafka.ports[0]?.scram ?? 0),
  ])
  // The first question about a group makes a new broker set up its table of groups, which takes it a second.
  await check(user.target(), pasted(user.paste({ kafka: 4, tls: false })).facts)
})

afterAll(async () => {
  await Promise.all([silent, banner, page, cutting].map((server) => server.close()))
  await kafka.stop()
})

function pasted(text: string): KafkaCredential {
  const [credential] = parseCredentials(text).credentials
  if (credential === undefined || !isKafkaCredential(credential))
    throw new Error('The paste was not understood')
  return credential
}

async function check(target: KafkaTarget, facts: KafkaFacts, topic?: string) {
  const events: CheckEvent[] = []
  for await (const event of checkConnection(target, { facts, topic })) {
    // What the stream's schema would refuse must not come out of here.
    events.push(CheckEventSchema.parse(event))
  }
  const verdict = events.at(-1) as Verdict
  expect(verdict.type).toBe('verdict')
  const steps = events.filter(
    (event): event is CheckStep => event.type === 'step' && event.status !== 'running',
  )
  return {
    verdict,
    statuses: Object.fromEntries(steps.map(({ step, status }) => [step, status])),
    failed: steps.find(({ status }) => status === 'failed'),
    printed: JSON.stringify(events),
  }
}

const reached = { resolve: 'ok', connect: 'ok', 'api-versions': 'ok', metadata: 'ok', advertised: 'ok' }

describe('a good paste', () => {
  it.each([
    [false, 'skipped'],
    [true, 'ok'],
  ])('climbs every step (TLS %s)', async (tls, tlsStatus) => {
    const credential = pasted(user.paste({ kafka: 4, tls }))
    const target = kafkaTargetOf(credential, user.target().egress)
    const { verdict, statuses, printed } = await check(target, credential.facts)
    expect(statuses).toEqual({
      ...{ ...reached, tls: tlsStatus, sasl: 'ok', topic: 'ok', read: 'ok', write: 'ok', group: 'ok' },
    })
    expect(verdict).toMatchObject({ verdict: 'authorized', cluster: { superUser: false } })
    expect(verdict.milliseconds).toBeLessThan(GOOD_LIMIT_MS)
    const rights = Object.fromEntries(verdict.rights.map(({ id, proved }) => [id, proved]))
    expect(rights).toMatchObject({
      'topic.describe': 'yes',
      'topic.read': 'yes',
      'topic.write': 'yes',
      'topic.create': 'yes',
      'topic.delete': 'no',
      'group.read': 'yes',
      'cluster.admin': 'no',
    })
    expect(printed).not.toContain(user.password)
  })

  it.each(['producer', 'consumer', 'admin'])('of the role %s has what it predicts', async (role) => {
    const one = await kafka.addUser({ role, topic: 'orders' })
    const credential = pasted(one.paste({ kafka: 4, tls: true }))
    const { verdict } = await check(kafkaTargetOf(credential, one.target().egress), credential.facts)
    expect(verdict.verdict).toBe('authorized')
    expect(verdict.cluster?.superUser).toBe(role === 'admin')
    const wrong = verdict.rights.filter(
      ({ predicted, proved }) => predicted !== 'unknown' && proved !== 'unknown' && predicted !== proved,
    )
    expect(wrong).toEqual([])
  })

  it('leaves the cluster as it was', async () => {
    const credential = pasted(user.paste({ kafka: 4, tls: false }))
    await check(kafkaTargetOf(credential, user.target().egress), credential.facts, 'not-there')
    await expect(kafka.admin.describeTopic('not-there')).rejects.toThrow('no topic')
  })
})

describe('each failure is told by its own step and code', () => {
  // Most of their time is waiting for somebody who says nothing.
  it.concurrent.each(failureCases)('$name: $code', async ({ target, code }) => {
    const { facts } = pasted(user.paste({ kafka: 4, tls: true }))
    const tried = await target({ kafka, user, silent, banner, page, cutting })
    const { verdict, failed, printed } = await check(tried, facts)
    expect({ code: verdict.code, failed: failed?.code }).toEqual({ code, failed: code })
    expect(verdict.verdict).not.toBe('authorized')
    expect(verdict.advice).toMatch(/\w/)
    expect(verdict.milliseconds).toBeLessThan(DEAD_LIMIT_MS)
    for (const secret of [user.password, WRONG_PASSWORD, 'PRIVATE KEY']) expect(printed).not.toContain(secret)
  })

  it('a forbidden topic', async () => {
    const { facts } = pasted(user.paste({ kafka: 4, tls: false }))
    const { verdict, failed } = await check(user.target(), facts, 'foreign')
    expect(verdict).toMatchObject({ verdict: 'limited', code: 'broker_topic_denied' })
    expect(failed).toMatchObject({ step: 'topic', code: 'broker_topic_denied' })
  })

  it('a forbidden group', async () => {
    const { facts } = pasted(user.paste({ kafka: 4, tls: false }))
    const claimed = { ...facts, consumerGroupPrefix: 'someone-elses-' }
    const { verdict, failed } = await check(user.target(), claimed)
    expect(verdict).toMatchObject({ verdict: 'limited', code: 'broker_group_denied' })
    expect(failed).toMatchObject({ step: 'group', code: 'broker_group_denied' })
  })

  it('rights that were taken away', async () => {
    const { facts } = pasted(user.paste({ kafka: 4, tls: false }))
    const reader = await kafka.addUser({ role: 'consumer', topic: 'orders' })
    const { verdict } = await check(reader.target(), {
      ...facts,
      consumerGroupPrefix: reader.consumerGroupPrefix,
    })
    expect(verdict).toMatchObject({ verdict: 'limited', code: 'broker_topic_denied' })
  })

  it('a forbidden address', async () => {
    const { facts } = pasted(user.paste({ kafka: 4, tls: false }))
    const closed: EgressPolicy = {
      mode: 'list',
      rules: [{ cidr: '10.0.0.0/8', ports: [{ first: 1, last: 65_535 }] }],
    }
    const { verdict } = await check({ ...user.target(), egress: closed }, facts)
    expect(verdict).toMatchObject({ verdict: 'failed', code: 'blocked_by_policy' })
  })
})

it('ends in a moment when it is cancelled', async () => {
  const { facts } = pasted(user.paste({ kafka: 4, tls: false }))
  const target = {
    ...user.target(),
    bootstrapServers: [`127.0.0.1:${silent.port}`],
    password: new Secret('x'),
  }
  const abort = new AbortController()
  const events = checkConnection(target, { facts, signal: abort.signal })
  await events.next()
  const began = Date.now()
  const rest = (async () => {
    for await (const event of events) if (event.type === 'verdict') return event
    return null
  })()
  abort.abort()
  await expect(rest).rejects.toMatchObject({ code: 'cancelled' })
  expect(Date.now() - began).toBeLessThan(CANCEL_LIMIT_MS)
})
