import { networkInterfaces } from 'node:os'
import { afterEach, expect, it, vi } from 'vitest'
import { checkAddress } from '#lib/network/check-address.ts'
import { EgressBlockedError } from '#lib/network/egress-blocked-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { auditIfBlocked } from './audit-blocked.ts'
import { EgressRuleError, getEgressPolicy, parseEgressAllow, prepareEgress } from './egress-policy.ts'

vi.setConfig({ testTimeout: 20_000 })

let server: TestServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

it('reads ranges with and without ports', () => {
  expect(
    parseEgressAllow('127.0.0.0/8, 10.0.0.1:9092,10.1.0.0/16:9092+30000-32767,[fd00::/8]:9093,::1'),
  ).toEqual([
    { cidr: '127.0.0.0/8', ports: [] },
    { cidr: '10.0.0.1', ports: [{ first: 9092, last: 9092 }] },
    {
      cidr: '10.1.0.0/16',
      ports: [
        { first: 9092, last: 9092 },
        { first: 30_000, last: 32_767 },
      ],
    },
    { cidr: 'fd00::/8', ports: [{ first: 9093, last: 9093 }] },
    { cidr: '::1', ports: [] },
  ])
})

it.each([
  'kafka.example.com',
  '10.0.0.0/33',
  '10.0.0.1:',
  '10.0.0.1:0',
  '10.0.0.1:9-8',
  '10.0.0.1:70000',
  '10.0.0.1:a',
])('refuses the rule %s', (rule) => {
  expect(() => parseEgressAllow(`10.0.0.1,${rule}`)).toThrow(EgressRuleError)
})

it('is open by default, but not to this machine’s own addresses, nor to our database', async () => {
  server = await openTestServer()
  expect(await prepareEgress()).toBe('open')
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  expect(own.length).toBeGreaterThan(0)
  for (const { address } of own) expect(checkAddress(getEgressPolicy(), address, 9092).allowed).toBe(false)
  expect(checkAddress(getEgressPolicy(), '10.200.1.1', 9092)).toEqual({ allowed: true })
})

it('is a list when the variable says so', async () => {
  server = await openTestServer({ KEYSTREAM_EGRESS_ALLOW: '127.0.0.0/8' })
  expect(await prepareEgress()).toBe('list')
  expect(checkAddress(getEgressPolicy(), '127.0.0.1', 40_000)).toEqual({ allowed: true })
  expect(checkAddress(getEgressPolicy(), '10.200.1.1', 9092).allowed).toBe(false)
})

it('audits what was blocked, however deep in the causes, and nothing else', async () => {
  server = await openTestServer()
  const attempt = { teamId: 'team_1', actor: 'ada@example.com', subject: 'prf_1' }
  const blocked = new EgressBlockedError('kafka.example.com', 22, 'a loopback address')
  await auditIfBlocked(new Error('no broker', { cause: new Error('x', { cause: blocked }) }), attempt)
  const fromWorker = Object.assign(new Error('x'), { code: 'blocked_by_policy', broker: '127.0.0.1:22' })
  await auditIfBlocked(fromWorker, attempt)
  await auditIfBlocked(new Error('refused'), attempt)
  await auditIfBlocked('refused', attempt)
  const rows = await getDatabase().selectFrom('auditEvent').selectAll().orderBy('sequence').execute()
  expect(rows).toMatchObject([
    {
      action: 'egress.blocked',
      ...attempt,
      details: '{"host":"kafka.example.com","port":22,"reason":"a loopback address"}',
    },
    {
      action: 'egress.blocked',
      details: '{"host":"127.0.0.1","port":22,"reason":"blocked while connecting"}',
    },
  ])
})
