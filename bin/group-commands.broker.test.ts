import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { jsonLines, runKeystream } from './testing/run-keystream.ts'

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await startKafka()
})

afterAll(() => kafka.stop())

const userOf = (role: string, topic: string) => kafka.addUser({ role, topic })

describe('round-trip', () => {
  it('tells in one object that all came back, and in words for people; exit 0', async () => {
    const user = await userOf('producer,consumer', 'tripped')
    const paste = user.paste({ kafka: 4, tls: true })
    const args = ['round-trip', '-n', '500', '--partitions', '3']
    const { code, stdout, stderr } = await runKeystream([...args, '--json'], paste)
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ clean: true, topicCreated: true, sent: 500, acknowledged: 500, received: 500 },
      ...{ lost: 0, writtenTwice: 0, deliveredAgain: 0, reordered: 0, stopReason: 'count' },
    })
    expect(stdout + stderr).not.toContain(user.password)
    const told = await runKeystream(args, paste)
    expect([told.code, told.stdout.includes('✓ All 500 records came back, once each, in order.')]).toEqual([
      0,
      true,
    ])
  })

  it('refuses a group beyond the prefix as usage, and fails where it may not read', async () => {
    const user = await userOf('producer,consumer', 'tripped')
    const wrong = await runKeystream(
      ['round-trip', '--json', '--group', 'theirs'],
      user.paste({ kafka: 4, tls: false }),
    )
    expect([wrong.code, JSON.parse(wrong.stderr)]).toMatchObject([
      2,
      { error: { code: 'group_not_allowed' } },
    ])
    const producer = await userOf('producer', 'tripped')
    const denied = await runKeystream(
      ['round-trip', '--json', '-n', '5'],
      producer.paste({ kafka: 4, tls: false }),
    )
    expect(denied.code).not.toBe(0)
    expect(denied.stderr).toMatch(/group/)
  })
})

it('says each second how far it is, as JSON lines beside the result, in all that takes long', async () => {
  const user = await userOf('producer,consumer', 'told')
  const paste = user.paste({ kafka: 4, tls: false })
  const tripped = await runKeystream(
    ['round-trip', '--json', '-n', '600', '--rate', '200', '--partitions', '2'],
    paste,
  )
  expect([tripped.code, jsonLines(tripped.stdout)]).toMatchObject([0, [{ clean: true, received: 600 }]])
  const produced = await runKeystream(['produce', '--json', '-n', '600', '--rate', '200'], paste)
  expect([produced.code, jsonLines(produced.stdout)]).toMatchObject([0, [{ acknowledged: 600 }]])
  for (const [{ stderr }, names] of [
    [tripped, ['done', 'total', 'acknowledged', 'received', 'outstanding']],
    [produced, ['done', 'total', 'acknowledged', 'recordsPerSecond']],
  ] as const) {
    const lines = stderr.split('\n').filter((line) => line.startsWith('{"progress"'))
    const told = jsonLines(lines.join('\n')).map(({ progress }) => progress as Record<string, number>)
    expect(told.length, stderr).toBeGreaterThan(1)
    expect(Object.keys(told[0] ?? {})).toEqual(names)
    const counts = told.map(({ done }) => done ?? 0)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(told.at(-1)).toMatchObject({ total: 600 })
  }
})

describe('consume in several members', () => {
  it('shares a limit, counts what is not JSON, and says where', async () => {
    const user = await userOf('producer,consumer', 'crewed')
    const paste = user.paste({ kafka: 4, tls: false })
    await runKeystream(
      ['produce', '--json', '-n', '300', '--partitions', '4', '--template', 'no json'],
      paste,
    )
    const options = ['--members', '2', '--expect', 'json', '--limit', '300', '--count', '--json']
    const { code, stdout, stderr } = await runKeystream(['consume', ...options], paste)
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ read: 300, undecodable: 300 })
    expect(stderr).toContain('partition')
    const wrong = await runKeystream(['consume', '--from', 'yesterday'], paste)
    expect([wrong.code, wrong.stderr.includes('earliest, latest or time:')]).toEqual([2, true])
  })
})
