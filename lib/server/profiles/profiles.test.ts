import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { createProfile } from './create-profile.ts'
import { deleteProfile } from './delete-profile.ts'
import { getProfile, listProfiles } from './list-profiles.ts'
import { openProfile } from './open-profile.ts'
import { recordLastCheck, updateProfile } from './update-profile.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const tlsPaste = readFileSync(new URL('../../credentials/fixtures/kafka-tls.txt', import.meta.url), 'utf8')
const CANARY = 'Canary1kZ8v0QmT5yR2wX7cB4nL9pA3s'
const teamId = 'team_mine'
const member = { userId: 'user_ada', teamId, role: 'owner' } as const
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
})
afterEach(() => server.close())

const create = (extra: Partial<Parameters<typeof createProfile>[0]['input']> = {}) =>
  createProfile({ teamId, actor, input: { text: paste, ...extra } })
const actions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    (row) => row.action,
  )

it('keeps a paste, shows its face without a secret, and opens to the same credential', async () => {
  const profile = await create({ labels: ['eu'] })
  expect(profile).toMatchObject({ name: 'orders, relation-8', labels: ['eu'], product: 'kafka', version: 1 })
  expect(JSON.stringify(profile)).not.toContain('Canary')
  expect(await getProfile({ teamId, profileId: profile.id })).toEqual(profile)
  const opened = await openProfile({ teamId, profileId: profile.id, actor })
  expect(opened.profile).toEqual(profile)
  expect(opened.target()).toMatchObject({
    bootstrapServers: ['10.20.30.41:9092', '10.20.30.42:9092', '10.20.30.43:9092'],
    username: 'relation-8',
    egress: { mode: 'open' },
  })
  expect(isKafkaCredential(opened.credential) && String(opened.credential.password)).toBe('[secret]')
  expect(await getProfile({ teamId, profileId: profile.id })).toMatchObject({ lastUsedBy: 'Ada' })
  expect(await actions()).toEqual(['profile.created'])
})

it('leaves no secret in the database, nor in the log', async () => {
  const profile = await create()
  await openProfile({ teamId, profileId: profile.id })
  const stored = await server.stored()
  expect(stored.includes('relation-8')).toBe(true)
  expect(stored.includes('Canary')).toBe(false)
  expect(server.log.join('')).not.toContain('Canary')
})

it('stores nothing at all when the audit event can’t be written', async () => {
  await sql`drop table "auditEvent"`.execute(getDatabase())
  await expect(create()).rejects.toMatchObject({ code: 'unavailable' })
  expect(await getDatabase().selectFrom('profile').selectAll().execute()).toEqual([])
  expect(await getDatabase().selectFrom('secretVersion').selectAll().execute()).toEqual([])
})

it('tells what a paste lacks, with line and field, and never quotes it', async () => {
  const broken = create({ text: paste.replace(/ {2}password:.*\n/, '') })
  await expect(broken).rejects.toMatchObject({ code: 'paste_unusable', field: 'text' })
  const text = `${paste.replace('ok: "True"', '')}\nmysql:\n  endpoints: 10.0.0.1:3306\n  username: u\n  password: ${CANARY}\n  data: '{}'\nok: "True"\n`
  const choice = create({ text }).catch((error: unknown) => error)
  expect(await choice).toMatchObject({ code: 'paste_choice_needed' })
  expect(JSON.stringify(await choice) + String(await choice)).not.toContain('Canary')
  expect(await create({ text, product: 'mysql' })).toMatchObject({ product: 'mysql' })
  await expect(create({ text: 'x'.repeat(64 * 1024 + 1) })).rejects.toMatchObject({ code: 'too_large' })
})

it('pages through a team’s profiles, and shows another team none of them', async () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const name of names) await create({ name })
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await listProfiles({ member, limit: 2, after })
    seen.push(...page.items.map((item) => item.name))
    after = page.next ?? undefined
  } while (after !== undefined)
  expect(seen.sort()).toEqual(names)
  expect(await listProfiles({ member: { ...member, teamId: 'team_other' } })).toEqual({
    items: [],
    next: null,
  })
  await expect(listProfiles({ member, after: 'rubbish' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'after',
  })
})

it('answers not found for another team’s profile, in every function', async () => {
  const { id: profileId } = await create()
  const foreign = { teamId: 'team_other', profileId }
  const verdict = {
    verdict: 'authorized' as const,
    message: 'good',
    milliseconds: 1,
    rights: [],
    cluster: null,
  }
  const missing = { code: 'not_found' }
  await expect(getProfile(foreign)).rejects.toMatchObject(missing)
  await expect(openProfile(foreign)).rejects.toMatchObject(missing)
  await expect(updateProfile({ ...foreign, actor, input: { name: 'x' } })).rejects.toMatchObject(missing)
  await expect(deleteProfile({ ...foreign, actor })).rejects.toMatchObject(missing)
  await recordLastCheck({ ...foreign, actor, verdict })
  expect(await getProfile({ teamId, profileId })).toMatchObject({
    name: 'orders, relation-8',
    lastCheck: null,
  })
  expect(await actions()).toEqual(['profile.created'])
})

it('changes name and labels, keeps the last check, deletes, and audits each', async () => {
  const { id: profileId } = await create()
  const changed = await updateProfile({ teamId, profileId, actor, input: { name: 'New', labels: ['x'] } })
  expect(changed).toMatchObject({ name: 'New', labels: ['x'] })
  const verdict = {
    verdict: 'limited' as const,
    message: 'so-so',
    milliseconds: 9,
    rights: [],
    cluster: null,
  }
  await recordLastCheck({ teamId, profileId, actor, verdict })
  expect((await getProfile({ teamId, profileId })).lastCheck?.verdict).toEqual(verdict)
  await deleteProfile({ teamId, profileId, actor })
  await expect(getProfile({ teamId, profileId })).rejects.toMatchObject({ code: 'not_found' })
  expect(await actions()).toEqual([
    'profile.created',
    'profile.updated',
    'profile.checked',
    'profile.deleted',
  ])
})

it('verifies names or not as told, in the seal, and audits who turned it off', async () => {
  const text = tlsPaste
  const strict = await create({ text })
  const lax = await create({ text, verifyHostname: false })
  expect([strict.verifyHostname, lax.verifyHostname]).toEqual([true, false])
  const verifies = async ({ id: profileId }: { id: string }) =>
    (await openProfile({ teamId, profileId })).target().verifyHostname
  expect([await verifies(strict), await verifies(lax)]).toEqual([true, false])
  const change = { teamId, profileId: strict.id, actor }
  expect(await updateProfile({ ...change, input: { verifyHostname: false } })).toMatchObject({
    verifyHostname: false,
    version: 1,
  })
  expect(await verifies(strict)).toBe(false)
  await updateProfile({ ...change, input: { verifyHostname: true, name: 'Strict' } })
  expect(await verifies(strict)).toBe(true)
  const events = await getDatabase().selectFrom('auditEvent').select('details').orderBy('sequence').execute()
  expect(
    events.map(({ details }) => (JSON.parse(details) as { verifyHostname?: boolean }).verifyHostname),
  ).toEqual([undefined, false, false, true])
  // Whoever writes to the database alone turns nothing off.
  await getDatabase().updateTable('profile').set({ verifyHostname: 0 }).execute()
  expect(await verifies(strict)).toBe(true)
  const plain = create({ verifyHostname: false })
  await expect(plain).rejects.toMatchObject({ code: 'unprocessable', field: 'verifyHostname' })
})

it('detects a ciphertext that was moved to another profile, audits it, and opens the others', async () => {
  const [first, second] = [
    await create(),
    await create({ text: paste.replaceAll('relation-8', 'relation-9') }),
  ]
  const row = await getDatabase()
    .selectFrom('secretVersion')
    .select(['keyId', 'wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'])
    .where('profileId', '=', first.id)
    .executeTakeFirstOrThrow()
  await getDatabase().updateTable('secretVersion').set(row).where('profileId', '=', second.id).execute()
  await expect(openProfile({ teamId, profileId: second.id })).rejects.toMatchObject({
    code: 'vault_integrity',
  })
  expect((await openProfile({ teamId, profileId: first.id })).profile.facts.username).toBe('relation-8')
  expect((await actions()).at(-1)).toBe('vault.integrity-failed')
})

it('connects to what was sealed, whatever a writer to the database put into the plain columns', async () => {
  const { id: profileId, facts } = await create()
  const edited = JSON.stringify({ ...facts, bootstrapServers: ['10.66.66.66:9092'] })
  await getDatabase().updateTable('profile').set({ facts: edited }).execute()
  const opened = await openProfile({ teamId, profileId })
  expect(opened.target().bootstrapServers).not.toContain('10.66.66.66:9092')
  expect(opened.profile.facts).toEqual(facts)
})
