import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { createTestOwner, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { createFilter, deleteFilter, type FilterKeeper, listFilters, updateFilter } from './saved-filters.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 20_000 })

let server: TestServer
let ada: FilterKeeper
beforeAll(async () => {
  server = await openTestServer()
  ada = { teamId: await createTestOwner(), name: 'Ada', email: 'ada@example.com' }
})
afterAll(() => server.close())

const stranger: FilterKeeper = { teamId: 'team_other', name: 'Eve', email: 'eve@example.com' }
const failed = { expr: 'value.state == "FAILED"', in: ['key' as const] }

it('keeps a filter under a name for the team, and says who did what to it', async () => {
  const saved = await createFilter(ada, { name: 'Failed', topic: 'orders', filter: failed })
  expect(await listFilters(ada.teamId)).toEqual([saved])
  const renamed = await updateFilter(ada, saved.id, { name: 'Failed orders', topic: null })
  expect(renamed).toMatchObject({ id: saved.id, name: 'Failed orders', topic: null, filter: failed })
  expect(await listFilters(ada.teamId)).toEqual([renamed])
  await deleteFilter(ada, saved.id)
  expect(await listFilters(ada.teamId)).toEqual([])
  const events = await getDatabase()
    .selectFrom('auditEvent')
    .select(['action', 'details'])
    .where('subject', '=', saved.id)
    .orderBy('sequence')
    .execute()
  expect(events.map(({ action, details }) => [action, JSON.parse(details) as unknown])).toEqual([
    ['filter.saved', { name: 'Failed' }],
    ['filter.updated', { name: 'Failed orders' }],
    ['filter.deleted', { name: 'Failed orders' }],
  ])
})

it('refuses a name twice, a filter that can’t be run, and one too many', async () => {
  const create = (name: string, expr = 'value.a == 1') =>
    createFilter(ada, { name, topic: null, filter: { expr, in: ['key'] } })
  const { id } = await create('one')
  await expect(create('one')).rejects.toMatchObject({ code: 'conflict', field: 'name' })
  await expect(create('two', 'value.a =\n= 1')).rejects.toMatchObject({
    code: 'bad_request',
    field: 'filter.expr',
    line: 1,
    column: 9,
  })
  await expect(updateFilter(ada, id, { filter: { regex: '(', in: ['key'] } })).rejects.toMatchObject({
    code: 'bad_request',
  })
  for (let count = 1; count < 200; count++) await create(`filter ${count}`)
  await expect(create('the last straw')).rejects.toMatchObject({ code: 'conflict' })
})

it('shows another team nothing', async () => {
  const [first] = await listFilters(ada.teamId)
  expect(await listFilters(stranger.teamId)).toEqual([])
  await expect(updateFilter(stranger, first?.id ?? '', { name: 'mine' })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(deleteFilter(stranger, first?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
})
