import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createUser } from '#lib/server/auth/create-user.ts'
import { hashPassword } from '#lib/server/auth/password.ts'
import { signIn } from '#lib/server/auth/sign-in.ts'
import type { RouteModule } from '#lib/server/http/openapi.ts'
import type { RouteHandler } from '#lib/server/http/route-spec.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import {
  jsonRequest,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { Role } from '#lib/shared/team.ts'
import { apiRoutes } from './routes.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const roles: readonly Role[] = ['owner', 'admin', 'editor', 'operator', 'viewer']
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const paste = readFileSync(
  new URL('../../../lib/credentials/fixtures/w1-kafka4.txt', import.meta.url),
  'utf8',
)
const password = 'correct horse battery'

/** Written down once more, from the design, by how many of the roles above may: a new action needs its row here. */
const everyone = 5
const workers = 4
const makers = 3
const heads = 2
const owners = 1
const table: Readonly<Record<string, number>> = {
  'team.read': everyone,
  'team.update': heads,
  'member.list': everyone,
  'member.manage': heads,
  'invitation.manage': heads,
  'sso.manage': heads,
  'profile.list': everyone,
  'profile.read': everyone,
  'profile.create': makers,
  'profile.update': makers,
  'profile.delete': makers,
  'profile.restore': makers,
  'profile.import': makers,
  'version.create': makers,
  'version.promote': makers,
  'version.rollback': makers,
  'bundle.export': heads,
  'secret.reveal': makers,
  'snippet.read': workers,
  'grant.read': everyone,
  'grant.manage': makers,
  'credentials.parse': everyone,
  'profile.check': workers,
  'records.read': workers,
  'records.produce': workers,
  'topic.list': workers,
  'group.read': workers,
  'group.reset': workers,
  'group.delete': makers,
  'filter.read': everyone,
  'filter.write': workers,
  'schema.read': workers,
  'schema.manage': makers,
  'decoder.choose': workers,
  'job.list': everyone,
  'job.read': everyone,
  'job.start': workers,
  'job.cancel': workers,
  'template.read': everyone,
  'template.write': workers,
  'schedule.read': everyone,
  'schedule.write': workers,
  'webhook.read': everyone,
  'webhook.write': makers,
  'token.list': workers,
  'token.create': workers,
  'token.revoke': workers,
  'audit.read': heads,
  'audit.export': heads,
  'egress.read': heads,
  'egress.manage': owners,
}
/** On a profile that somebody else made and shared with the team to be used. */
const onShared: Readonly<Record<string, number>> = {
  see: everyone,
  use: workers,
  edit: makers,
  share: heads,
  reveal: 0,
}

let server: TestServer
const teams = { own: '', other: '' }
const profiles = { shared: '', hidden: '', foreign: '' }
const cookies = new Map<Role, string>()
beforeAll(async () => {
  // Nothing may be dialled: what passes every guard ends at the egress policy.
  server = await openTestServer({ KEYSTREAM_EGRESS_ALLOW: '203.0.113.1/32:1' })
  const passwordHash = await hashPassword(password)
  await testDatabase()
    .transaction()
    .execute(async (tx) => {
      teams.own = await createTeam(tx, 'Own')
      teams.other = await createTeam(tx, 'Other')
      for (const role of roles) {
        const id = await createUser(tx, { name: role, email: `${role}@example.com`, passwordHash })
        await addMember(tx, teams.own, id, role)
      }
    })
  for (const role of roles) {
    const headers = await signIn({ email: `${role}@example.com`, password }, jsonRequest('POST', '/api/auth'))
    cookies.set(role, headers.getSetCookie()[0]?.split(';')[0] ?? '')
  }
  const actor = { name: 'Somebody', email: 'somebody@example.com' }
  const make = async (teamId: string, shareWithTeam: boolean) =>
    (await createProfile({ teamId, actor, input: { text: paste, shareWithTeam } })).id
  profiles.shared = await make(teams.own, true)
  profiles.hidden = await make(teams.own, false)
  profiles.foreign = await make(teams.other, true)
})
afterAll(() => server.close())

interface Walk {
  readonly path: string
  readonly method: (typeof methods)[number]
  readonly handler: RouteHandler
  readonly role: Role | null
  readonly team: string
  readonly profile?: string
}

/** Sends a request without a body that fits anything, so that what passes the guards changes as little as it can. */
async function send({ path, method, handler, role, team, profile = profiles.shared }: Walk) {
  const ids: Readonly<Record<string, string>> = {
    team,
    profile,
    job: 'job_none',
    topic: 'orders',
    kind: 'java',
    group: 'relation-6-1',
  }
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const params = Object.fromEntries(names.map((name) => [name, ids[name] ?? '1']))
  const cookie = role === null ? '' : (cookies.get(role) ?? '')
  const body = handler.spec.body ? { 'not-a-field': true } : undefined
  const request = jsonRequest(method, path.replace(/[{}]/g, ''), body, { Cookie: cookie })
  const response = await handler(request, { params: Promise.resolve(params) })
  const isStream = handler.spec.stream !== undefined && response.ok
  const text = isStream ? '' : await response.text()
  if (isStream) await response.body?.cancel()
  await testDatabase().updateTable('profile').set({ deletedAt: null, deletedBy: null }).execute()
  const code = /"code":"(\w+)"/.exec(text)?.[1] ?? null
  return { status: response.status, code }
}

function* allRoutes(): Generator<Pick<Walk, 'path' | 'method' | 'handler'>> {
  for (const [path, module] of Object.entries<RouteModule>(apiRoutes)) {
    for (const method of methods) {
      const handler = module[method]
      if (handler) yield { path, method, handler }
    }
  }
}
const teamRoutes = () => [...allRoutes()].filter(({ handler }) => handler.spec.access === 'team')
const profileRoutes = () => teamRoutes().filter(({ path }) => path.includes('{profile}'))
const label = ({ method, path }: Pick<Walk, 'method' | 'path'>) => `${method} ${path}`
const passes = (count: number | undefined, role: Role) => roles.indexOf(role) < (count ?? 0)

it('knows every action that a route declares, and wants a right on every path with a profile or a job', () => {
  for (const route of teamRoutes()) {
    expect(table, label(route)).toHaveProperty([route.handler.spec.action ?? ''])
    const needsRight = /\{(profile|job)\}/.test(route.path)
    expect(route.handler.spec.profileRight !== undefined, label(route)).toBe(needsRight)
  }
})

it('lets nobody in who is not signed in', async () => {
  for (const route of allRoutes()) {
    if (route.handler.spec.access === 'public') continue
    const answer = await send({ ...route, role: null, team: teams.own })
    expect({ route: label(route), ...answer }).toMatchObject({ route: label(route), status: 401 })
  }
})

it.each(['other', 'none', 'malformed'] as const)('shows no role anything of a team: %s', async (which) => {
  const team = { other: teams.other, none: 'team_none', malformed: '../own' }[which]
  for (const route of teamRoutes()) {
    for (const role of roles) {
      const answer = await send({ ...route, role, team })
      expect({ route: label(route), role, ...answer }).toEqual({
        route: label(route),
        role,
        status: 404,
        code: 'not_found',
      })
    }
  }
})

it.each(roles)('holds every route to the table for the role: %s', async (role) => {
  for (const route of teamRoutes()) {
    // Leaving or deleting the own membership is tried elsewhere: it would end the walk.
    if (label(route).endsWith('{team}/leave')) continue
    const { action = '', profileRight } = route.handler.spec
    const isJob = route.path.includes('{job}')
    const answer = await send({ ...route, role, team: teams.own })
    const mayAct = passes(table[action], role)
    const mayHere = profileRight === undefined || isJob || passes(onShared[profileRight], role)
    const place = { route: label(route), role, code: answer.code }
    if (!mayAct || !mayHere) expect(place).toEqual({ ...place, code: 'forbidden' })
    else expect(['forbidden', 'unauthenticated'], label(route)).not.toContain(answer.code)
    expect(answer.status, `${label(route)} as ${role}: ${answer.code}`).not.toBe(500)
  }
})

it.each(roles)(
  'answers 404 for a profile of another team, and for one that the role can’t see: %s',
  async (role) => {
    for (const route of profileRoutes()) {
      if (!passes(table[route.handler.spec.action ?? ''], role)) continue
      const place = { route: label(route), role }
      const foreign = await send({ ...route, role, team: teams.own, profile: profiles.foreign })
      expect({ ...place, ...foreign }).toEqual({ ...place, status: 404, code: 'not_found' })
      if (passes(heads, role)) continue
      const hidden = await send({ ...route, role, team: teams.own, profile: profiles.hidden })
      expect({ ...place, ...hidden }).toEqual({ ...place, status: 404, code: 'not_found' })
    }
  },
)

it('wrote every refusal of a known member down', async () => {
  const rows = await testDatabase()
    .selectFrom('auditEvent')
    .select('actor')
    .distinct()
    .where('action', '=', 'authorisation.denied')
    .execute()
  expect(rows.map(({ actor }) => actor).sort()).toEqual(roles.map((role) => `${role}@example.com`).sort())
})
