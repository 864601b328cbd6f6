import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { createTestOwner, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import {
  createTemplate,
  deleteTemplate,
  listTemplates,
  type TemplateKeeper,
  updateTemplate,
} from './job-templates.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 20_000 })

const hidden = 'prf_hidden'
const spec = { kind: 'consume', topic: 'orders', from: 'earliest', limit: 10 } as const

let server: TestServer
let ada: TemplateKeeper
let olga: TemplateKeeper
beforeAll(async () => {
  server = await openTestServer()
  const teamId = await createTestOwner()
  ada = { teamId, userId: 'u_ada', role: 'owner', name: 'Ada', email: 'ada@example.com' }
  olga = { teamId, userId: 'u_olga', role: 'operator', name: 'Olga', email: 'olga@example.com' }
  const createdAt = '2026-01-01T00:00:00.000Z'
  const face = { id: hidden, teamId, name: 'x', labels: '[]', product: 'kafka', version: 1 }
  const flags = { facts: '{"product":"kafka"}', hasClientCertificate: 0, verifyHostname: 1 }
  await getDatabase()
    .insertInto('profile')
    .values({ ...face, ...flags, createdAt, createdBy: 'x', updatedAt: createdAt })
    .execute()
})
afterAll(() => server.close())

it('keeps a specification under a name for the team, and says who did what to it', async () => {
  const saved = await createTemplate(ada, { name: 'Ten orders', profile: null, spec })
  expect(saved).toMatchObject({ name: 'Ten orders', kind: 'consume', profile: null, spec, createdBy: 'Ada' })
  expect(await listTemplates(olga)).toEqual([saved])
  const produce = { kind: 'produce', count: 5, value: { type: 'test-app' }, compression: 'none' } as const
  const changed = await updateTemplate(olga, saved.id, { name: 'Five', spec: produce })
  expect(changed).toMatchObject({ id: saved.id, name: 'Five', kind: 'produce', spec: produce })
  await deleteTemplate(ada, saved.id)
  expect(await listTemplates(ada)).toEqual([])
  const events = await getDatabase()
    .selectFrom('auditEvent')
    .select(['action', 'details'])
    .where('subject', '=', saved.id)
    .orderBy('sequence')
    .execute()
  expect(events.map(({ action, details }) => [action, JSON.parse(details) as unknown])).toEqual([
    ['template.saved', { name: 'Ten orders', kind: 'consume' }],
    ['template.updated', { name: 'Five', kind: 'produce' }],
    ['template.deleted', { name: 'Five', kind: 'produce' }],
  ])
})

it('keeps no place in a collection: who may read no record sees templates', async () => {
  const value = { type: 'mongodb', profile: 'prf_m', collection: 'c' } as const
  const produce = { kind: 'produce', compression: 'none', value } as const
  const resumed = { ...produce, firstSequence: 60, value: { ...value, after: '"what a customer wrote"' } }
  const saved = await createTemplate(ada, { name: 'Resumed', profile: null, spec: resumed })
  expect(saved.spec).toEqual(produce)
  expect((await updateTemplate(ada, saved.id, { spec: resumed })).spec).toEqual(produce)
  expect(JSON.stringify(await getDatabase().selectFrom('jobTemplate').selectAll().execute())).not.toContain(
    'customer',
  )
  // A first number that somebody chose for records that are made is no place.
  const chosen = { ...produce, count: 5, value: { type: 'test-app' }, firstSequence: 7 } as const
  expect((await updateTemplate(ada, saved.id, { spec: chosen })).spec).toEqual(chosen)
  await deleteTemplate(ada, saved.id)
})

it('hides a template on a profile from who may not see that, and lets nobody else make one there', async () => {
  const { id } = await createTemplate(ada, { name: 'Hidden', profile: hidden, spec })
  expect(await listTemplates(olga)).toEqual([])
  await expect(deleteTemplate(olga, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(createTemplate(olga, { name: 'Mine', profile: hidden, spec })).rejects.toMatchObject({
    code: 'not_found',
  })
  // The profile's end leaves the template, for any profile then.
  await getDatabase().deleteFrom('profile').where('id', '=', hidden).execute()
  expect(await listTemplates(olga)).toMatchObject([{ name: 'Hidden', profile: null }])
  await deleteTemplate(olga, id)
})

it('refuses a name twice and one too many, and shows another team nothing', async () => {
  const create = (name: string) => createTemplate(ada, { name, profile: null, spec })
  const { id } = await create('one')
  await expect(create('one')).rejects.toMatchObject({ code: 'conflict', field: 'name' })
  for (let count = 1; count < 200; count++) await create(`template ${count}`)
  await expect(create('the last straw')).rejects.toMatchObject({ code: 'conflict' })
  await expect(updateTemplate(ada, id, { name: 'template 1' })).rejects.toMatchObject({ code: 'conflict' })
  const stranger = { ...ada, teamId: 'team_other' }
  expect(await listTemplates(stranger)).toEqual([])
  await expect(deleteTemplate(stranger, id)).rejects.toMatchObject({ code: 'not_found' })
})
