import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { addGrant } from '#lib/server/teams/grants.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { sameSecrets } from '#lib/server/vault/reveal-secret.ts'
import { type BundleFile, BundleFileSchema } from '#lib/shared/bundle.ts'
import type { GrantEffect, ProfileRight } from '#lib/shared/grant.ts'
import { createProfile } from './create-profile.ts'
import { deleteProfile } from './delete-profile.ts'
import { exportBundle } from './export-bundle.ts'
import { importBundle } from './import-bundle.ts'
import { openProfile } from './open-profile.ts'

vi.setConfig({ testTimeout: 60_000 })

const fixture = (name: string) =>
  readFileSync(new URL(`../../credentials/fixtures/${name}.txt`, import.meta.url), 'utf8')
const passphrase = 'four words are quite enough'
const teamId = 'team_mine'
const by = { name: 'Ada', email: 'ada@example.com', userId: 'user_ada', teamId, role: 'owner' } as const

const other = { ...by, teamId: 'team_other' }
const admin = { ...by, name: 'Bob', email: 'bob@example.com', userId: 'user_bob', role: 'admin' } as const

let server: TestServer
const open = async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
}
beforeEach(open)
afterEach(() => server.close())

const create = async (name: string, labels: string[] = []) =>
  (await createProfile({ teamId, actor: by, input: { text: fixture(name), labels } })).id
const exportAll = (input = {}) => exportBundle({ member: by, input: { passphrase, ...input } })
const take = async (input = {}) => (await exportAll(input)).bundle
const bring = (bundle: BundleFile, words = passphrase) =>
  importBundle({ by, input: { bundle, passphrase: words } })
const actions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    (row) => row.action,
  )

it('carries a team’s profiles to another server, whole, and brings each once', async () => {
  const ids = [await create('w1-kafka4', ['eu']), await create('kafka-tls')]
  await deleteProfile({ teamId, actor: by, profileId: await create('w4-format-json') })
  const before = await Promise.all(ids.map((profileId) => openProfile({ teamId, profileId })))
  const bundle = await take()
  expect(BundleFileSchema.parse(JSON.parse(JSON.stringify(bundle)))).toEqual(bundle)
  expect(bundle.profiles).toBe(2)
  expect(JSON.stringify(bundle)).not.toContain('Canary')
  expect((await actions()).slice(-3)).toEqual(['bundle.exported', 'secret.exported', 'secret.exported'])
  await server.close()
  await open()
  const result = await bring(bundle)
  expect(result).toMatchObject({ created: 2, duplicates: 0, failed: 0 })
  for (const [index, { profile }] of result.items.entries()) {
    const { credential, profile: face } = await openProfile({ teamId, profileId: profile?.id ?? '' })
    const original = before[index]
    if (!original) throw new Error('more came than went')
    expect(face).toMatchObject({
      name: original.profile.name,
      labels: original.profile.labels,
      facts: original.profile.facts,
    })
    expect(sameSecrets(credential, original.credential)).toBe(true)
    expect(isKafkaCredential(credential) && credential.certificateAuthorityPems).toEqual(
      original.credential.certificateAuthorityPems,
    )
  }
  expect(await bring(bundle)).toMatchObject({ created: 0, duplicates: 2 })
  expect((await actions()).at(-1)).toBe('bundle.imported')
  expect(server.log.join('')).not.toContain('Canary')
})

it('opens with no other passphrase, and not when anything in the file was changed', async () => {
  await create('w1-kafka4')
  const bundle = await take()
  const no = { code: 'unprocessable', field: 'passphrase' }
  await expect(bring(bundle, `${passphrase} `)).rejects.toMatchObject(no)
  await expect(bring({ ...bundle, profiles: 2 })).rejects.toMatchObject(no)
  await expect(bring({ ...bundle, createdAt: '2026-01-01T00:00:00.000Z' })).rejects.toMatchObject(no)
  const data = Buffer.from(bundle.data, 'base64')
  data.writeUInt8(data.readUInt8(20) ^ 1, 20)
  await expect(bring({ ...bundle, data: data.toString('base64') })).rejects.toMatchObject(no)
  expect(BundleFileSchema.safeParse({ ...bundle, kdf: { ...bundle.kdf, n: 2 ** 24 } }).success).toBe(false)
  expect(await getDatabase().selectFrom('profile').select('id').execute()).toHaveLength(1)
})

it('takes named profiles alone, and none of another team', async () => {
  const [first] = [await create('w1-kafka4'), await create('kafka-tls')]
  expect((await take({ profiles: [first] })).profiles).toBe(1)
  const foreign = exportBundle({ member: other, input: { passphrase, profiles: [first] } })
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' })
  await expect(exportBundle({ member: other, input: { passphrase } })).rejects.toMatchObject({
    code: 'unprocessable',
  })
})

it('holds only what its exporter may reveal, names the rest, and refuses when nothing is left', async () => {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const person = { emailVerified: 1, image: null, createdAt, updatedAt: createdAt }
  const people = [by, admin].map(({ userId: id, name, email }) => ({ id, name, email, ...person }))
  await getDatabase().insertInto('user').values(people).execute()
  const members = [by, admin].map(({ userId, role }) => ({ teamId, userId, role, createdAt }))
  await getDatabase().insertInto('member').values(members).execute()
  const [mine, theirs, hidden] = [
    await create('w1-kafka4'),
    await create('kafka-tls'),
    await create('w4-format-json'),
  ]
  const grant = async (profileId: string, right: ProfileRight, effect: GrantEffect = 'allow') => {
    const input = { person: admin.userId, right, effect, expiresAt: null }
    return addGrant({ member: by, profileId, held: [], input })
  }
  const takeAs = (input = {}) => exportBundle({ member: admin, input: { passphrase, ...input } })
  await grant(hidden, 'see', 'deny')

  await expect(takeAs()).rejects.toMatchObject({
    code: 'forbidden',
    advice: expect.stringContaining('Ada') as unknown,
  })
  expect((await actions()).at(-1)).toBe('authorisation.denied')
  await expect(takeAs({ profiles: [mine, hidden] })).rejects.toMatchObject({ code: 'not_found' })

  await grant(mine, 'reveal')
  const { bundle, leftOut, canGrant } = await takeAs()
  expect(bundle.profiles).toBe(1)
  expect(leftOut.map(({ id }) => id)).toEqual([theirs])
  expect(canGrant.map(({ email }) => email)).toEqual([by.email, admin.email])
  const { items } = await bring(bundle)
  expect(items.map(({ profile }) => profile?.id)).toEqual([mine])
  expect((await exportAll()).leftOut, 'who made a profile holds its secrets').toEqual([])
})

it('gives nothing when the audit log can’t be written', async () => {
  await create('w1-kafka4')
  await sql`drop table "auditEvent"`.execute(getDatabase())
  await expect(take()).rejects.toMatchObject({ code: 'unavailable' })
})
