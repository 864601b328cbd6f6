import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureTopic } from '#lib/kafka/ensure-topic.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import {
  createTestOwner,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { deleteProfileGroup, resetProfileGroup, summaryOf } from './change-group.ts'
import { getProfileGroup, listProfileGroups } from './profile-groups.ts'

const TOPIC = 'orders'
const actor = { name: 'Ada Owner', email: 'ada@example.com' }

let kafka: KafkaCluster
let server: TestServer
let teamId: string
let user: AddedUser
const profiles = { own: '', admin: '', producer: '' }

beforeAll(async () => {
  kafka = await startKafka()
  server = await openTestServer({
    KEYSTREAM_EGRESS_ALLOW: kafka.ports.map(({ scram }) => `127.0.0.1/32:${scram}`).join(','),
  })
  teamId = await createTestOwner()
  user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await ensureTopic(user.target(), { topic: TOPIC, partitions: 2, replicationFactor: 1 })
  const profileOf = async (of: AddedUser) =>
    (await createProfile({ teamId, actor, input: { text: of.paste({ kafka: 4, tls: false }) } })).id
  profiles.own = await profileOf(user)
  profiles.admin = await profileOf(await kafka.addUser({ role: 'admin', topic: TOPIC }))
  profiles.producer = await profileOf(await kafka.addUser({ role: 'producer', topic: TOPIC }))
}, 120_000)

afterAll(async () => {
  await server.close()
  await kafka.stop()
})

const asking = (profileId = profiles.own) => ({
  ...{ teamId, profileId, actor },
  signal: AbortSignal.timeout(20_000),
})
const reset = { to: 'earliest', topic: TOPIC, dryRun: false } as const

async function ledger(action: string) {
  const rows = await testDatabase()
    .selectFrom('auditEvent')
    .select(['actor', 'subject', 'details'])
    .where('action', '=', action)
    .orderBy('sequence', 'desc')
    .execute()
  return rows.map(({ details, ...row }) => ({ ...row, details: JSON.parse(details) as unknown }))
}

describe('groups of a profile', () => {
  it('lists what was granted, counts what was not, and says why there can be none', async () => {
    const group = `${user.consumerGroupPrefix}listed`
    await resetProfileGroup({ ...asking(), group, reset })
    await resetProfileGroup({ ...asking(profiles.admin), group: 'billing', reset })
    const own = await listProfileGroups({ ...asking(), limit: 50 })
    expect(own).toEqual({
      items: [{ group, type: 'classic', state: 'Empty', members: 0, lag: '0', topics: [TOPIC] }],
      ...{ next: null, total: 1, reach: [`${user.consumerGroupPrefix}*`], outside: 0 },
      ...{ forbidden: null, silent: [] },
    })
    const all = await listProfileGroups({ ...asking(profiles.admin), limit: 50 })
    expect(all.items.map(({ group: id }) => id)).toEqual(['billing', group])
    expect(all).toMatchObject({ reach: null, outside: 0 })
    const none = await listProfileGroups({ ...asking(profiles.producer), limit: 50 })
    expect(none).toMatchObject({
      items: [],
      forbidden: 'Consumer groups need the role consumer, and an id that begins with the prefix.',
    })
  })

  it('refuses a foreign id before the cluster is asked, and a user without the role', async () => {
    const foreign = { code: 'group_not_allowed', field: 'group' }
    await expect(getProfileGroup({ ...asking(), group: 'billing' })).rejects.toMatchObject(foreign)
    await expect(resetProfileGroup({ ...asking(), group: 'billing', reset })).rejects.toMatchObject(foreign)
    await expect(deleteProfileGroup({ ...asking(), group: 'billing' })).rejects.toMatchObject(foreign)
    const producing = getProfileGroup({ ...asking(profiles.producer), group: 'any' })
    await expect(producing).rejects.toMatchObject({ code: 'not_permitted_by_acl' })
  })

  it('writes into the ledger who moved what, and nothing for a dry run', async () => {
    const group = `${user.consumerGroupPrefix}audited`
    await resetProfileGroup({ ...asking(), group, reset: { ...reset, dryRun: true } })
    const before = await ledger('group.reset')
    expect(before.filter(({ details }) => JSON.stringify(details).includes(group))).toEqual([])
    await resetProfileGroup({ ...asking(), group, reset })
    expect((await ledger('group.reset'))[0]).toEqual({
      actor: actor.email,
      subject: profiles.own,
      details: {
        ...{ group, to: 'earliest', topic: TOPIC, moved: 2, refused: 0 },
        offsets: `${TOPIC}/0: none → 0, ${TOPIC}/1: none → 0`,
      },
    })
    const wrong = resetProfileGroup({ ...asking(), group, reset: { ...reset, partitions: [9] } })
    await expect(wrong).rejects.toMatchObject({ code: 'bad_request' })
    expect((await ledger('group.reset'))[0]?.details).toMatchObject({ group, failed: 'bad_request' })
  })

  it('deletes for an admin and not for a related user, and writes both down', async () => {
    const group = `${user.consumerGroupPrefix}doomed`
    await resetProfileGroup({ ...asking(), group, reset })
    const refused = deleteProfileGroup({ ...asking(), group })
    await expect(refused).rejects.toMatchObject({ code: 'not_permitted_by_acl' })
    await deleteProfileGroup({ ...asking(profiles.admin), group })
    await expect(getProfileGroup({ ...asking(), group })).rejects.toMatchObject({ code: 'not_found' })
    expect(await ledger('group.deleted')).toEqual([
      { actor: actor.email, subject: profiles.admin, details: { group } },
      { actor: actor.email, subject: profiles.own, details: { group, failed: 'not_permitted_by_acl' } },
    ])
  })

  it('tells a user that was removed from one without rights', async () => {
    const gone = await kafka.addUser({ role: 'consumer', topic: TOPIC })
    const text = gone.paste({ kafka: 4, tls: false })
    const { id } = await createProfile({ teamId, actor, input: { text } })
    const group = `${gone.consumerGroupPrefix}1`
    // The connection stays open for some seconds after the first question.
    await expect(getProfileGroup({ ...asking(id), group })).rejects.toMatchObject({ code: 'not_found' })
    await kafka.removeUser(gone)
    await expect(getProfileGroup({ ...asking(id), group })).rejects.toMatchObject({
      code: 'broker_auth_failed',
    })
  })
})

describe('summaryOf', () => {
  it('keeps an entry readable where thousands of partitions moved', () => {
    const row = (partition: number) => ({
      ...{ topic: 't', partition, low: '0', high: '9', old: '5', new: '0', difference: '-5', clamped: null },
      status: partition === 0 ? ('failed' as const) : ('committed' as const),
    })
    const summary = summaryOf(Array.from({ length: 3_000 }, (_, partition) => row(partition)))
    expect(summary).toMatchObject({ moved: 2_999, refused: 1 })
    expect(String(summary['offsets'])).toMatch(/^t\/1: 5 → 0, .*t\/20: 5 → 0, and 2979 more$/)
  })
})
