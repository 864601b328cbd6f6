import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { MAX_VERSIONS } from '#lib/shared/profile-version.ts'
import { createProfile } from '../create-profile.ts'
import { getProfile } from '../list-profiles.ts'
import { openProfile } from '../open-profile.ts'
import { recordLastCheck } from '../update-profile.ts'
import { getVersion, listVersions } from './list-versions.ts'
import { pasteVersion } from './paste-version.ts'
import { promoteVersion, rollbackVersion } from './promote-version.ts'
import { shredVersion } from './shred-version.ts'

vi.setConfig({ testTimeout: 20_000 })

const fixture = readFileSync(new URL('../../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const pasteOf = (relation: number) => fixture.replaceAll('relation-8', `relation-${relation}`)
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer
let profileId: string
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
  profileId = (await createProfile({ teamId, actor, input: { text: pasteOf(8) } })).id
})
afterEach(() => server.close())

const add = (relation: number, state: 'pending' | 'current' = 'pending', extra = {}) =>
  pasteVersion({ teamId, profileId, actor, input: { text: pasteOf(relation), state, ...extra } })
const change = (version: number) => ({ teamId, profileId, version, by: actor })
const states = async () =>
  Object.fromEntries(
    (await listVersions({ teamId, profileId })).items.map(({ version, state }) => [version, state]),
  )
const sealed = async () =>
  (await getDatabase().selectFrom('secretVersion').select('version').orderBy('version').execute()).map(
    (row) => row.version,
  )
const principal = async (version?: number) =>
  (await openProfile({ teamId, profileId, version })).target().username
const actions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    (row) => row.action,
  )

it('keeps what is pasted as pending, beside the current version', async () => {
  const added = await add(9)
  expect(added).toMatchObject({ version: 2, state: 'pending', createdBy: 'Ada' })
  expect(await states()).toEqual({ 1: 'current', 2: 'pending' })
  expect(await principal()).toBe('relation-8')
  expect(await principal(2)).toBe('relation-9')
  expect((await getProfile({ teamId, profileId })).version).toBe(1)
  expect(JSON.stringify(await listVersions({ teamId, profileId }))).not.toContain('Canary')
  expect(await actions()).toEqual(['profile.created', 'version.added'])
})

it('promotes, rolls back and forth, and destroys what leaves service', async () => {
  await add(9)
  expect(await promoteVersion(change(2))).toMatchObject({ version: 2, facts: { username: 'relation-9' } })
  expect(await states()).toEqual({ 1: 'previous', 2: 'current' })
  expect(await principal()).toBe('relation-9')
  expect(await rollbackVersion(change(1))).toMatchObject({ version: 1, facts: { username: 'relation-8' } })
  expect(await states()).toEqual({ 1: 'current', 2: 'previous' })
  await rollbackVersion(change(2))
  await add(10, 'current')
  expect(await states()).toEqual({ 1: 'retired', 2: 'previous', 3: 'current' })
  expect(await sealed()).toEqual([2, 3])
  await expect(openProfile({ teamId, profileId, version: 1 })).rejects.toMatchObject({ code: 'conflict' })
  await expect(rollbackVersion(change(1))).rejects.toMatchObject({ code: 'conflict' })
  expect(await actions()).toEqual([
    'profile.created',
    'version.added',
    'version.promoted',
    'version.rolled-back',
    'version.rolled-back',
    'version.added',
    'version.promoted',
  ])
})

it('shreds a pending version that another one replaces, and one that is thrown away', async () => {
  await add(9)
  await add(10)
  expect(await states()).toEqual({ 1: 'current', 2: 'shredded', 3: 'pending' })
  expect(await sealed()).toEqual([1, 3])
  expect(await shredVersion(change(3))).toMatchObject({ state: 'shredded' })
  expect(await sealed()).toEqual([1])
  await expect(shredVersion(change(3))).rejects.toMatchObject({ code: 'conflict' })
  await expect(shredVersion(change(1))).rejects.toMatchObject({ code: 'conflict' })
  await expect(promoteVersion(change(3))).rejects.toMatchObject({ code: 'conflict' })
  expect(await principal()).toBe('relation-8')
})

it('keeps ten faces and never gives a number twice', async () => {
  for (let relation = 20; relation < 34; relation++) await add(relation, 'current')
  const { items } = await listVersions({ teamId, profileId })
  expect(items.map(({ version }) => version)).toEqual(Array.from({ length: MAX_VERSIONS }, (_, i) => 15 - i))
  expect(await sealed()).toEqual([14, 15])
  await expect(getVersion({ teamId, profileId, version: 1 })).rejects.toMatchObject({ code: 'not_found' })
})

it('changes nothing for the same paste again, and takes it with something added', async () => {
  await expect(add(8)).rejects.toMatchObject({ code: 'conflict', field: 'text' })
  await add(9)
  await expect(add(9)).rejects.toMatchObject({ code: 'conflict' })
  expect(await states()).toEqual({ 1: 'current', 2: 'pending' })
  const mysql = `mysql:\n  endpoints: 10.0.0.1:3306\n  username: u\n  password: secret-of-mysql\n  data: '{}'\nok: "True"\n`
  await expect(
    pasteVersion({ teamId, profileId, actor, input: { text: mysql, product: 'mysql', state: 'pending' } }),
  ).rejects.toMatchObject({ code: 'unprocessable' })
})

it('keeps the check of a version beside it, and the current one’s beside the profile', async () => {
  const verdict = {
    verdict: 'authorized' as const,
    message: 'good',
    milliseconds: 1,
    rights: [],
    cluster: null,
  }
  await add(9)
  await recordLastCheck({ teamId, profileId, actor, verdict, version: 2 })
  expect((await getProfile({ teamId, profileId })).lastCheck).toBeNull()
  expect((await getVersion({ teamId, profileId, version: 2 })).lastCheck?.verdict).toEqual(verdict)
  expect((await promoteVersion(change(2))).lastCheck?.verdict).toEqual(verdict)
})

it('answers not found for another team’s profile', async () => {
  await add(9)
  const foreign = { ...change(2), teamId: 'team_other' }
  const missing = { code: 'not_found' }
  await expect(listVersions(foreign)).rejects.toMatchObject(missing)
  await expect(getVersion(foreign)).rejects.toMatchObject(missing)
  await expect(promoteVersion(foreign)).rejects.toMatchObject(missing)
  await expect(rollbackVersion(foreign)).rejects.toMatchObject(missing)
  await expect(shredVersion(foreign)).rejects.toMatchObject(missing)
  await expect(openProfile(foreign)).rejects.toMatchObject(missing)
  expect(await states()).toEqual({ 1: 'current', 2: 'pending' })
})

it('opens a version as it was sealed, and no other in its place', async () => {
  await add(9)
  const seal = ['keyId', 'wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'] as const
  const of = (version: number) =>
    getDatabase().selectFrom('secretVersion').select(seal).where('version', '=', version)
  const first = await of(1).executeTakeFirstOrThrow()
  await getDatabase().updateTable('secretVersion').set(first).where('version', '=', 2).execute()
  await expect(openProfile({ teamId, profileId, version: 2 })).rejects.toMatchObject({
    code: 'vault_integrity',
  })
  const { credential } = await openProfile({ teamId, profileId })
  expect(isKafkaCredential(credential) && credential.facts.username).toBe('relation-8')
})
