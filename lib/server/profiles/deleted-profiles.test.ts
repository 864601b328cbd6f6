import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clock, setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { createProfile } from './create-profile.ts'
import { deleteProfile } from './delete-profile.ts'
import { listDeletedProfiles, restoreProfile } from './deleted-profiles.ts'
import { findDuplicates } from './find-duplicates.ts'
import { findUsage } from './find-usage.ts'
import { getProfile, listProfiles } from './list-profiles.ts'
import { openProfile } from './open-profile.ts'
import { readPaste } from './read-paste.ts'
import { shredDeletedProfiles } from './shred-deleted.ts'
import { pasteVersion } from './versions/paste-version.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const teamId = 'team_mine'
const member = { userId: 'user_ada', teamId, role: 'owner' } as const
const actor = { name: 'Ada', email: 'ada@example.com' }
const DAY_MS = 86_400_000

let server: TestServer
let profileId: string
let restoreClock: (() => void) | undefined
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
  profileId = (await createProfile({ teamId, actor, input: { text: paste } })).id
})
afterEach(async () => {
  restoreClock?.()
  restoreClock = undefined
  await server.close()
})

const later = (days: number) => {
  const then = clock.now() + days * DAY_MS
  restoreClock = setClock({ now: () => then })
}
const actions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    (row) => row.action,
  )
const missing = { code: 'not_found' }

it('takes a deleted profile out of every use, and brings it back with all its versions', async () => {
  const text = paste.replaceAll('relation-8', 'relation-9')
  await pasteVersion({ teamId, profileId, actor, input: { text, state: 'pending' } })
  await deleteProfile({ teamId, profileId, actor })
  expect((await listProfiles({ member })).items).toEqual([])
  await expect(getProfile({ teamId, profileId })).rejects.toMatchObject(missing)
  await expect(openProfile({ teamId, profileId })).rejects.toMatchObject(missing)
  await expect(openProfile({ teamId, profileId, version: 2 })).rejects.toMatchObject(missing)
  await expect(deleteProfile({ teamId, profileId, actor })).rejects.toMatchObject(missing)
  const { items } = await listDeletedProfiles({ member })
  expect(items).toMatchObject([{ id: profileId, deletedBy: 'Ada' }])
  expect(Date.parse(items[0]?.shredAt ?? '') - Date.parse(items[0]?.deletedAt ?? '')).toBe(30 * DAY_MS)
  expect(await restoreProfile({ teamId, profileId, actor })).toMatchObject({ id: profileId, version: 1 })
  expect((await openProfile({ teamId, profileId, version: 2 })).profile.facts.username).toBe('relation-9')
  expect((await listDeletedProfiles({ member })).items).toEqual([])
  await expect(restoreProfile({ teamId, profileId, actor })).rejects.toMatchObject(missing)
  expect((await actions()).slice(-2)).toEqual(['profile.deleted', 'profile.restored'])
})

it('lists and restores nothing of another team', async () => {
  await deleteProfile({ teamId, profileId, actor })
  expect((await listDeletedProfiles({ member: { ...member, teamId: 'team_other' } })).items).toEqual([])
  await expect(restoreProfile({ teamId: 'team_other', profileId, actor })).rejects.toMatchObject(missing)
  await expect(findUsage({ teamId: 'team_other', profileId })).rejects.toMatchObject(missing)
})

it('pages through deleted profiles', async () => {
  for (const name of ['b', 'c', 'd', 'e'])
    await createProfile({ teamId, actor, input: { text: paste, name } })
  for (const { id } of (await listProfiles({ member })).items)
    await deleteProfile({ teamId, profileId: id, actor })
  const names: string[] = []
  let after: string | undefined
  do {
    const page = await listDeletedProfiles({ member, limit: 2, after })
    names.push(...page.items.map(({ name }) => name))
    after = page.next ?? undefined
  } while (after !== undefined)
  expect(names.sort()).toEqual(['b', 'c', 'd', 'e', 'orders, relation-8'])
})

it('destroys after 30 days what was deleted, in SQLite’s file as well, and nothing else', async () => {
  const kept = await createProfile({ teamId, actor, input: { text: paste } })
  const sealed = await getDatabase()
    .selectFrom('secretVersion')
    .select('ciphertext')
    .where('profileId', '=', profileId)
    .executeTakeFirstOrThrow()
  const isStored = async () => (await server.stored()).includes(sealed.ciphertext)
  await deleteProfile({ teamId, profileId, actor })
  later(29)
  expect(await shredDeletedProfiles()).toBe(0)
  expect(await isStored()).toBe(true)
  later(2)
  expect(await shredDeletedProfiles()).toBe(1)
  expect(await isStored()).toBe(false)
  expect(await shredDeletedProfiles()).toBe(0)
  await expect(restoreProfile({ teamId, profileId, actor })).rejects.toMatchObject(missing)
  const faces = await getDatabase().selectFrom('profileVersion').select('profileId').execute()
  expect(faces).toEqual([{ profileId: kept.id }])
  expect((await openProfile({ teamId, profileId: kept.id })).profile.id).toBe(kept.id)
  expect((await actions()).at(-1)).toBe('profile.shredded')
})

it('names the jobs that wait or run with a profile', async () => {
  expect(await findUsage({ teamId, profileId })).toEqual({ jobs: 0, examples: [] })
  const row = {
    ...{ teamId, profileId, profileName: 'one', profileVersion: 1, kind: 'consume', spec: '{}' },
    ...{
      progress: null,
      result: null,
      error: null,
      createdBy: 'Bob',
      createdById: null,
      startedAt: null,
      endedAt: null,
    },
  }
  const states = ['queued', 'running', 'running', 'succeeded', 'failed'] as const
  for (const [index, state] of states.entries()) {
    const createdAt = `2026-01-01T00:00:0${index}.000Z`
    await getDatabase()
      .insertInto('job')
      .values({ ...row, id: `job_${index}`, name: `job ${index}`, state, createdAt })
      .execute()
  }
  const usage = await findUsage({ teamId, profileId })
  expect(usage.jobs).toBe(3)
  expect(usage.examples.map(({ name }) => name)).toEqual(['job 0', 'job 1', 'job 2'])
})

it('recognises the same paste in the same team alone, whatever unit it was read from', async () => {
  const credential = readPaste(paste, {})
  const [found] = await findDuplicates({ teamId, credential })
  expect(found).toMatchObject({ profile: profileId, version: 1, state: 'current' })
  const moved = {
    ...credential,
    facts: { ...credential.facts, unit: 'data-integrator/7' },
  } as typeof credential
  expect(await findDuplicates({ teamId, credential: moved })).toHaveLength(1)
  expect(await findDuplicates({ teamId: 'team_other', credential })).toEqual([])
  const other = readPaste(paste.replace(/(password: )./, '$1X'), {})
  expect(await findDuplicates({ teamId, credential: other })).toEqual([])
  await deleteProfile({ teamId, profileId, actor })
  expect(await findDuplicates({ teamId, credential })).toEqual([])
})
