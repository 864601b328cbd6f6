import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { SnippetKindSchema } from '#lib/shared/snippet.ts'
import { createProfile } from './create-profile.ts'
import { getSnippet, revealSnippet } from './profile-snippet.ts'

vi.setConfig({ testTimeout: 20_000 })

const fixture = (name: string) =>
  readFileSync(new URL(`../../credentials/fixtures/${name}.txt`, import.meta.url), 'utf8')
const paste = fixture('w1-kafka4')
const password = /password: (\S+)/.exec(paste)?.[1] ?? 'none'
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer
let profileId: string
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase().insertInto('team').values({ id: teamId, name: teamId, createdAt }).execute()
  profileId = (await createProfile({ teamId, actor, input: { text: paste } })).id
})
afterEach(() => server.close())

const reveals = () =>
  getDatabase()
    .selectFrom('auditEvent')
    .select(['actor', 'subject', 'details'])
    .where('action', '=', 'secret.revealed')
    .execute()

it('makes every kind without a secret, and writes nothing down', async () => {
  for (const kind of SnippetKindSchema.options) {
    const snippet = await getSnippet({ teamId, profileId, kind })
    expect(JSON.stringify(snippet)).not.toContain('Canary')
    expect(snippet).toMatchObject({ kind, topic: 'orders', group: 'relation-8-example' })
  }
  expect(await reveals()).toEqual([])
})

it('fills in the password alone, and says in the audit log who has it for which program', async () => {
  const request = { reason: 'a new service' }
  const snippet = await revealSnippet({ teamId, profileId, kind: 'go', actor, request })
  const settings = snippet.files.find(({ secret }) => secret)
  expect(settings).toMatchObject({ name: 'settings.go' })
  expect(settings?.text).toContain(`password := "${password}"`)
  expect(JSON.stringify(snippet)).not.toContain('CanarySalt')
  expect(snippet.shownForSeconds).toBe(30)
  const rows = await reveals()
  expect(rows).toMatchObject([{ actor: actor.email, subject: profileId }])
  expect(JSON.parse(rows[0]?.details ?? '')).toEqual({
    field: 'password',
    snippet: 'go',
    version: 1,
    name: 'orders, relation-8',
    reason: 'a new service',
  })
  expect(JSON.stringify(rows)).not.toContain(password)
})

it('gives no secret when the audit row can’t be written', async () => {
  await getDatabase().schema.alterTable('auditEvent').renameTo('gone').execute()
  await expect(revealSnippet({ teamId, profileId, kind: 'go', actor, request: {} })).rejects.toThrow()
})

it('answers as if there were nothing for another team', async () => {
  await expect(getSnippet({ teamId: 'team_other', profileId, kind: 'go' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

it('asks for a topic where the paste names none, and takes it', async () => {
  const text = paste.replace(/^ {2}(topic|resource): .*\n/gm, '')
  const { id } = await createProfile({ teamId, actor, input: { text, name: 'no topic' } })
  const asked = { teamId, profileId: id, kind: 'java' } as const
  await expect(getSnippet(asked)).rejects.toMatchObject({ code: 'topic_needed' })
  expect((await getSnippet({ ...asked, topic: 'chosen' })).topic).toBe('chosen')
})
