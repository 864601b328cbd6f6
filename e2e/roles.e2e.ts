import type { APIRequestContext } from '@playwright/test'
import { expect } from './support/fixtures.ts'
import { joinTeam } from './support/join-team.ts'
import { keep, loneTest, madeUpPaste, outcomeOf, proveBy } from './support/lone-server.ts'
import { Server } from './support/server.ts'

const test = loneTest(() => Server.start('127.0.0.1/32'))

/** The highest first: what a role may, those before it may. */
const roles = ['owner', 'admin', 'editor', 'operator', 'viewer'] as const
const [everyone, workers, makers, heads, owners] = [5, 4, 3, 2, 1]

/** How many of the roles may, of the table in the design. What is not in it must at least follow their order. */
const table: Readonly<Record<string, number | undefined>> = {
  ...{ 'team.read': everyone, 'member.list': everyone, 'profile.list': everyone, 'profile.read': everyone },
  ...{ 'grant.read': everyone, 'job.list': everyone, 'job.read': everyone },
  ...{ 'profile.check': workers, 'records.read': workers, 'records.produce': workers, 'topic.list': workers },
  ...{ 'job.start': workers, 'job.cancel': workers, 'token.create': workers },
  ...{
    'profile.create': makers,
    'profile.update': makers,
    'profile.delete': makers,
    'version.create': makers,
  },
  ...{ 'version.promote': makers, 'secret.reveal': makers, 'grant.manage': makers, 'profile.import': makers },
  ...{ 'team.update': heads, 'member.manage': heads, 'invitation.manage': heads, 'sso.manage': heads },
  ...{ 'bundle.export': heads, 'audit.read': heads, 'audit.export': heads, 'egress.read': heads },
  'egress.manage': owners,
}

interface Operation {
  readonly 'x-action'?: string
  readonly requestBody?: object
}

test('every route lets through the roles of the table, nobody of another team, and nobody without a session', async ({
  server,
  api,
  team,
  playwright,
}) => {
  const newContext = () =>
    playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders: { origin: server.address } })
  await proveBy(api)
  const { id: profile } = await keep(api, team, madeUpPaste('walked'))
  const people: APIRequestContext[] = [api]
  for (const role of roles.slice(1)) {
    const guest = await joinTeam(api, team, newContext, { name: `Guest-${role}`, role })
    await proveBy(guest.api)
    people.push(guest.api)
  }
  const founded = await api.post('/api/teams', { data: { name: 'Other' } })
  expect(founded.ok(), await founded.text()).toBe(true)
  const other = ((await founded.json()) as { id: string }).id
  const foreigner = await joinTeam(api, other, newContext, { name: 'Otto', role: 'owner' })
  await proveBy(foreigner.api)
  const nobody = await newContext()

  const contract = (await (await api.get('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  const wrong: string[] = []
  let walked = 0
  for (const [route, methods] of Object.entries(contract.paths)) {
    // Leaving is for everybody, and would end the walk.
    if (!route.startsWith('/api/teams/{team}') || route.endsWith('/leave')) continue
    for (const [method, operation] of Object.entries(methods)) {
      const action = operation['x-action']
      if (action === undefined) continue
      // Nothing that is named is there, but the profile of another team: what passes every guard changes nothing.
      const url = (id: string) =>
        route.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'team' ? team : id))
      const ask = async (who: APIRequestContext, id = 'nothing_at_all') => {
        const data = operation.requestBody && { 'not-a-field': true }
        return outcomeOf(await who.fetch(url(id), { method, ...(data && { data }), maxRedirects: 0 }))
      }
      const name = `${method} ${route} (${action})`
      const allowed = []
      for (const who of people) allowed.push(!(await ask(who)).startsWith('403'))
      const may = table[action] ?? allowed.filter(Boolean).length
      const expected = roles.map((_, index) => index < may)
      if (allowed.join() !== expected.join()) wrong.push(`${name}: ${allowed.join()}`)
      const [outside, unknown] = [await ask(foreigner.api, profile), await ask(nobody)]
      if (outside !== '404 not_found') wrong.push(`${name}, of another team: ${outside}`)
      if (unknown !== '401 unauthenticated') wrong.push(`${name}, without a session: ${unknown}`)
      walked++
    }
  }
  expect(wrong).toEqual([])
  expect(walked).toBeGreaterThan(50)
  for (const who of [...people.slice(1), foreigner.api, nobody]) await who.dispose()
})
