import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { MAX_IMPORT_PROFILES } from '#lib/shared/import.ts'
import { importPastes } from './import-pastes.ts'
import { openProfile } from './open-profile.ts'

vi.setConfig({ testTimeout: 30_000 })

const fixture = (name: string) =>
  readFileSync(new URL(`../../credentials/fixtures/${name}.txt`, import.meta.url), 'utf8')
const one = fixture('w1-kafka4')
const paste = (relation: number) => one.replaceAll('relation-8', `relation-${relation}`)
const teamId = 'team_mine'
const by = { name: 'Ada', email: 'ada@example.com', userId: 'user_ada', teamId, role: 'owner' } as const

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
})
afterEach(() => server.close())

const run = (files: Record<string, string>, labels?: string[]) =>
  importPastes({
    by,
    input: { files: Object.entries(files).map(([name, text]) => ({ name, text })), labels },
  })

it('makes a profile of each document and says of each what became of it', async () => {
  const result = await run(
    {
      'many.yaml': `${paste(1)}---\n${paste(2)}---\nnothing of ours\n`,
      'tls.txt': fixture('kafka-tls'),
      'empty.txt': '',
    },
    ['imported'],
  )
  expect(result).toMatchObject({ created: 3, duplicates: 0, failed: 2 })
  expect(result.items.map(({ source, line, outcome }) => [source, line, outcome])).toEqual([
    ['many.yaml', 1, 'created'],
    ['many.yaml', expect.any(Number), 'created'],
    ['many.yaml', expect.any(Number), 'failed'],
    ['tls.txt', null, 'created'],
    ['empty.txt', null, 'failed'],
  ])
  const [first, second, third] = result.items
  expect(third?.error).toMatchObject({ code: 'not_an_output', line: third?.line })
  const opened = await openProfile({ teamId, profileId: second?.profile?.id ?? '' })
  expect(opened.profile).toMatchObject({ labels: ['imported'], facts: { username: 'relation-2' } })
  expect(first?.profile?.name).toBe('orders, relation-1')
  expect(JSON.stringify(result)).not.toContain('Canary')
})

it('changes nothing the second time', async () => {
  const files = { 'a.txt': paste(1), 'b.txt': paste(2) }
  const first = await run(files)
  const again = await run({ ...files, 'copy.txt': paste(1) })
  expect(again).toMatchObject({ created: 0, duplicates: 3, failed: 0 })
  expect(again.items.map(({ profile }) => profile)).toEqual([
    first.items[0]?.profile,
    first.items[1]?.profile,
    first.items[0]?.profile,
  ])
  expect(await getDatabase().selectFrom('profile').select('id').execute()).toHaveLength(2)
})

it('takes every product and unit of a paste, where one profile would ask for a choice', async () => {
  const { created, failed, items } = await run({
    'choice.txt': fixture('w6-choice'),
    'others.txt': fixture('other-products'),
  })
  expect(failed).toBe(0)
  expect(created).toBe(items.length)
  expect(new Set(items.map(({ product }) => product)).size).toBeGreaterThan(3)
})

it('tells the line of the file, and leaves the good part of a broken file in', async () => {
  const broken = one.replace(/ {2}password:.*\n/, '')
  const before = paste(1).split('\n').length
  const { items } = await run({ 'f.yaml': `${paste(1)}---\n${broken}` })
  expect(items.map(({ outcome }) => outcome)).toEqual(['created', 'failed'])
  expect(items[1]?.error?.line ?? items[1]?.line).toBeGreaterThanOrEqual(before)
})

it('refuses more than 200 before it stores the first', async () => {
  const text = Array.from({ length: MAX_IMPORT_PROFILES + 1 }, (_, index) => paste(index)).join('---\n')
  await expect(run({ 'all.yaml': text })).rejects.toMatchObject({ code: 'too_large', field: 'files' })
  expect(await getDatabase().selectFrom('profile').select('id').execute()).toEqual([])
})
