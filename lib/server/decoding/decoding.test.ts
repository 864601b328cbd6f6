import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { SetRegistrySchema } from '#lib/shared/schema-registry.ts'
import { openSecret } from '#lib/shared/secret.ts'
import { decodingFor } from './decoding-for.ts'
import {
  checkProfileRegistry,
  deleteProfileRegistry,
  getProfileRegistry,
  registryTargetFor,
  setProfileRegistry,
} from './profile-registry.ts'
import { chooseDecoders, getTopicDecoders } from './topic-decoders.ts'
import { addTopicSchema, deleteTopicSchema, getTopicSchema, listTopicSchemas } from './topic-schemas.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const teamId = 'team_mine'
const place = { teamId, topic: 'orders' }
const actor = { name: 'Ada', email: 'ada@example.com' }
const proto = 'syntax = "proto3";\npackage shop;\nmessage A { int32 n = 1; }\nmessage B { string s = 1; }'

let server: TestServer
let profileId = ''
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase()
    .insertInto('team')
    .values(['team_mine', 'team_other'].map((id) => ({ id, name: id, createdAt })))
    .execute()
  profileId = (await createProfile({ teamId, actor, input: { text: paste } })).id
})
afterEach(() => server.close())

const auditActions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute())
    .map(({ action }) => action)
    .filter((action) => !action.startsWith('profile.'))

it('keeps schemas for a topic, the newest first, for one team alone', async () => {
  const first = await addTopicSchema({
    ...place,
    actor,
    input: { name: 'one', kind: 'avro', text: '{"type":"int"}' },
  })
  const second = await addTopicSchema({
    ...place,
    actor,
    input: { name: 'two', kind: 'protobuf', text: proto, message: 'B' },
  })
  expect([first.message, second.message]).toEqual([null, 'shop.B'])
  const listed = await listTopicSchemas(place)
  expect(listed.items.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
  expect(listed.items[0]).not.toHaveProperty('text')
  expect(await getTopicSchema({ ...place, id: second.id })).toMatchObject({ text: proto, name: 'two' })
  expect((await listTopicSchemas({ ...place, teamId: 'team_other' })).items).toEqual([])
  const foreign = { ...place, teamId: 'team_other', id: first.id, actor }
  await expect(getTopicSchema(foreign)).rejects.toMatchObject({ code: 'not_found' })
  await expect(deleteTopicSchema(foreign)).rejects.toMatchObject({ code: 'not_found' })
  await deleteTopicSchema({ ...place, id: first.id, actor })
  expect((await listTopicSchemas(place)).items.map(({ id }) => id)).toEqual([second.id])
  expect(await auditActions()).toEqual(['schema.added', 'schema.added', 'schema.deleted'])
})

it('refuses a schema that it can’t read, with the line, and keeps nothing of it', async () => {
  const add = (input: Parameters<typeof addTopicSchema>[0]['input']) =>
    addTopicSchema({ ...place, actor, input })
  await expect(add({ name: 'x', kind: 'protobuf', text: `${proto}\nmessage {` })).rejects.toMatchObject({
    code: 'unprocessable',
    field: 'text',
    line: 5,
  })
  await expect(add({ name: 'x', kind: 'avro', text: '{\n"type": }' })).rejects.toMatchObject({ line: 2 })
  await expect(add({ name: 'x', kind: 'protobuf', text: proto, message: 'Z' })).rejects.toMatchObject({
    field: 'message',
    message: expect.stringContaining('shop.A, shop.B') as unknown,
  })
  expect((await listTopicSchemas(place)).items).toEqual([])
})

it('remembers the decoders of a topic, and what a reading asks for wins', async () => {
  expect(await getTopicDecoders(place)).toEqual({
    key: 'auto',
    value: 'auto',
    updatedAt: null,
    updatedBy: null,
  })
  await chooseDecoders({ ...place, actor, input: { key: 'int32', value: 'msgpack' } })
  await chooseDecoders({ ...place, actor, input: { key: 'int64', value: 'msgpack' } })
  expect(await getTopicDecoders(place)).toMatchObject({ key: 'int64', value: 'msgpack', updatedBy: 'Ada' })
  expect(await getTopicDecoders({ ...place, teamId: 'team_other' })).toMatchObject({ key: 'auto' })
  const plan = await decodingFor({ ...place, profileId, asked: { value: 'cbor' }, explain: false })
  expect(plan).toEqual({ decode: { key: 'int64', value: 'cbor', schemas: [], explain: false } })
  expect(await auditActions()).toEqual(['decoder.chosen', 'decoder.chosen'])
})

it('seals a registry with its address, and keeps a secret only while that stays', async () => {
  const id = { teamId, profileId }
  const set = (input: Record<string, unknown>) =>
    setProfileRegistry({ ...id, actor, input: SetRegistrySchema.parse(input) })
  const url = 'https://registry.example:8081'
  expect(await getProfileRegistry(id)).toMatchObject({ url: null, login: 'none' })
  await expect(checkProfileRegistry(id, new AbortController().signal)).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(set({ url, login: 'password', username: 'u' })).rejects.toMatchObject({ field: 'password' })
  const face = await set({ url, login: 'password', username: 'u', password: 'hunter-two' })
  expect(face).toMatchObject({ url, username: 'u', login: 'password', hasAuthority: false })
  expect(
    JSON.stringify(await getDatabase().selectFrom('schemaRegistry').selectAll().execute()),
  ).not.toContain('hunter')
  await set({ url, login: 'password' })
  const target = await registryTargetFor(id)
  expect(target).toMatchObject({ url, username: 'u', egress: { mode: expect.any(String) as unknown } })
  expect(target?.password && openSecret(target.password)).toBe('hunter-two')
  await expect(set({ url: 'https://elsewhere.example', login: 'password' })).rejects.toMatchObject({
    code: 'unprocessable',
  })
  await expect(set({ url, login: 'none', authority: 'no' })).rejects.toMatchObject({ field: 'authority' })
  // The face in the plain columns is for showing; where a secret goes is what was sealed.
  await getDatabase().updateTable('schemaRegistry').set({ url: 'https://evil.example' }).execute()
  expect((await registryTargetFor(id))?.url).toBe(url)
  await expect(getProfileRegistry({ ...id, teamId: 'team_other' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await registryTargetFor({ ...id, teamId: 'team_other' })).toBeNull()
  await deleteProfileRegistry({ ...id, actor })
  expect(await registryTargetFor(id)).toBeNull()
  await expect(deleteProfileRegistry({ ...id, actor })).rejects.toMatchObject({ code: 'not_found' })
  expect(await auditActions()).toEqual(['registry.changed', 'registry.changed', 'registry.removed'])
})

it.each(['ftp://a', 'https://u:p@a', 'https://a?x=1', 'nothing'])('takes no address such as %s', (url) => {
  expect(SetRegistrySchema.safeParse({ url }).success).toBe(false)
})
