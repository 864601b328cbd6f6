import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import type { Role } from '#lib/shared/team.ts'
import { createProfile } from './create-profile.ts'
import { matchProfiles } from './match-profiles.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer
let profile: string
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
  profile = (await createProfile({ teamId, actor, input: { text: paste, name: 'orders' } })).id
})
afterEach(() => server.close())

const match = (text: string, team = teamId, role: Role = 'owner') =>
  matchProfiles({ teamId: team, text, member: { userId: 'user', teamId: team, role } })
const rotated = paste.replaceAll('relation-8', 'relation-9').replace(/password: .*/, 'password: CanaryOther')

it('knows the same paste again, whatever the order of its servers', async () => {
  const expected = [{ profile, name: 'orders', kind: 'same', differences: [] }]
  expect(await match(paste)).toMatchObject(expected)
  const turned = paste.replace(/endpoints: (\S+?),(\S+)/, 'endpoints: $2,$1')
  expect(turned).not.toBe(paste)
  expect(await match(turned)).toMatchObject(expected)
})

it('takes another password for an update, and shows neither', async () => {
  const found = await match(paste.replace(/password: .*/, 'password: CanaryNew'))
  expect(found).toMatchObject([{ kind: 'update', differences: [{ field: 'secrets', before: null }] }])
  expect(JSON.stringify(found)).not.toContain('Canary')
})

it('takes a later relation for a rotation, and ranks by what breaks', async () => {
  const other = paste.replaceAll('relation-8', 'relation-7').replace('producer,consumer', 'consumer')
  await createProfile({ teamId, actor, input: { text: other, name: 'another application' } })
  const found = await match(rotated)
  expect(found.map(({ name, kind }) => [name, kind])).toEqual([
    ['orders', 'rotation'],
    ['another application', 'rotation'],
  ])
  expect(found[0]?.differences.map(({ field }) => field)).toEqual(['principal', 'group-prefix', 'secrets'])
})

it('finds nothing elsewhere: other servers, another team, profiles that may not be changed', async () => {
  expect(await match(paste.replaceAll('10.20.30.', '10.99.0.'))).toEqual([])
  expect(await match(paste, 'team_other')).toEqual([])
  expect(await match(paste, teamId, 'operator')).toEqual([])
  expect(await match('no credentials at all')).toEqual([])
})

it('carries over what a person had added, so that it is no difference', async () => {
  const prefix = paste.replaceAll(/(topic|resource): orders$/gm, '$1: ord*')
  const kept = await createProfile({ teamId: 'team_other', actor, input: { text: prefix, topic: 'ord-eu' } })
  expect(kept.facts).toMatchObject({ topic: 'ord-eu', topicPrefix: false })
  expect(await match(prefix, 'team_other')).toMatchObject([{ profile: kept.id, kind: 'same' }])
})
