import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkAddress } from '#lib/network/check-address.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import type { TeamEgress } from '#lib/shared/egress-policy.ts'
import { changeEgress, getTeamEgressPolicy, viewEgress } from './team-egress.ts'

vi.setConfig({ testTimeout: 20_000 })

const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer | undefined
async function open(variables: Record<string, string> = {}): Promise<void> {
  server = await openTestServer(variables)
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
}
beforeEach(() => open())
afterEach(() => server?.close())

const change = (input: TeamEgress) => changeEgress({ teamId, actor, input })
const reaches = async (address: string, port: number, team = teamId) =>
  checkAddress(await getTeamEgressPolicy(team), address, port).allowed

it('follows the server until a team has rules of its own', async () => {
  expect(await viewEgress(teamId)).toMatchObject({
    server: { mode: 'open', ports: expect.arrayContaining(['9092-9096']) as unknown },
    team: { mode: 'server', rules: [], updatedBy: null },
  })
  expect([await reaches('10.99.0.1', 9092), await reaches('10.99.0.1', 8080)]).toEqual([true, false])
})

it('narrows to a list, for this team alone, and audits who did', async () => {
  await change({ mode: 'list', rules: ['10.99.0.0/16:9092-9094', '[fd00:1::/32]:9092'] })
  expect(await reaches('10.99.0.1', 9093)).toBe(true)
  expect(await reaches('10.99.0.1', 9096)).toBe(false)
  expect(await reaches('10.20.0.1', 9092)).toBe(false)
  expect(await reaches('fd00:1::7', 9092)).toBe(true)
  expect(await reaches('10.20.0.1', 9092, 'team_other')).toBe(true)
  const events = await getDatabase().selectFrom('auditEvent').selectAll().execute()
  expect(events).toMatchObject([{ action: 'egress.policy-changed', actor: 'ada@example.com', teamId }])
  expect((await viewEgress(teamId)).team).toMatchObject({ mode: 'list', updatedBy: 'Ada' })
})

it('opens further ports, and never an address that the server forbids', async () => {
  const rules = ['10.99.0.1:8080', '0.0.0.0/0', '127.0.0.0/8', '169.254.169.254', '::/0']
  for (const mode of ['server', 'list'] as const) {
    await change({ mode, rules })
    expect(await reaches('10.99.0.1', 8080)).toBe(true)
    for (const denied of ['127.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', '0.0.0.0', '2852039166'])
      expect([denied, await reaches(denied, 9092)]).toEqual([denied, false])
  }
})

it('stays inside the operator’s list', async () => {
  await server?.close()
  await open({ KEYSTREAM_EGRESS_ALLOW: '10.99.0.0/16:9092' })
  await change({ mode: 'server', rules: ['10.20.0.0/16', '10.99.0.1:8080'] })
  expect(await reaches('10.99.0.1', 9092)).toBe(true)
  expect(await reaches('10.99.0.1', 8080)).toBe(false)
  expect(await reaches('10.20.0.1', 9092)).toBe(false)
  expect((await viewEgress(teamId)).server).toMatchObject({ mode: 'list', rules: ['10.99.0.0/16:9092'] })
})

it('refuses a rule that is not one, by its line, and a list of nothing; the former policy holds', async () => {
  await change({ mode: 'list', rules: ['10.99.0.0/16'] })
  await expect(change({ mode: 'list', rules: ['10.0.0.0/8', 'kafka.example:9092'] })).rejects.toMatchObject({
    code: 'egress_invalid',
    field: 'rules',
    line: 2,
  })
  await expect(change({ mode: 'list', rules: [] })).rejects.toMatchObject({ code: 'unprocessable' })
  expect((await viewEgress(teamId)).team.rules).toEqual(['10.99.0.0/16'])
})
