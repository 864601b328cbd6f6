import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import type { GrantEffect, ProfileRight } from '#lib/shared/grant.ts'
import { type Action, actions, can, type Role } from '#lib/shared/team.ts'
import { addGrant, expireGrants, listGrants, removeGrant } from './grants.ts'
import { findMembership } from './membership.ts'
import { visibleTo } from './profile-access.ts'
import { findProfileRights } from './require-profile-right.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 })

const OPERATIONS = 10_000
const HOUR_MS = 3_600_000
const teamId = 'team_model'
const roles = ['owner', 'admin', 'editor', 'operator', 'viewer'] as const
const rights = ['see', 'use', 'reveal', 'edit', 'share'] as const
const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']
const profiles = ['prf_0', 'prf_1', 'prf_2', 'prf_3'] as const
const administers = new Set<string>(['prf_1', 'prf_3'])
const makers = new Map<string, string>([
  ['prf_0', 'p0'],
  ['prf_1', 'p1'],
  ['prf_2', 'p2'],
  ['prf_3', 'p3'],
])

/** The model keeps what security.md's table speaks of, and answers by that table, written anew and not shared with the code. */
interface Entry {
  id: string
  profile: string
  person: string | null
  right: ProfileRight
  effect: GrantEffect
  end: number
}
const model = {
  now: Date.parse('2026-01-01T00:00:00Z'),
  roles: new Map<string, Role>(),
  entries: [] as Entry[],
}

const roleTable: Readonly<Record<Role, { always: string; granted: string }>> = {
  owner: { always: 'see use edit share', granted: 'reveal' },
  admin: { always: 'see use edit share', granted: 'reveal' },
  editor: { always: '', granted: 'see use reveal edit share' },
  operator: { always: '', granted: 'see use' },
  viewer: { always: '', granted: 'see' },
}

function expected(person: string, profile: string): ProfileRight[] {
  const role = model.roles.get(person)
  if (role === undefined) return []
  const live = model.entries.filter(
    (entry) => entry.profile === profile && (entry.person ?? person) === person && entry.end > model.now,
  )
  const given = live.filter(({ effect }) => effect === 'allow').map(({ right }) => right)
  const denied = live.filter(({ effect }) => effect === 'deny').map(({ right }) => right)
  const { always, granted } = roleTable[role]
  const held = new Set(always.split(' ').filter((right) => right !== ''))
  const isMaker = makers.get(profile) === person && ['owner', 'admin', 'editor'].includes(role)
  for (const right of granted.split(' ') as ProfileRight[]) {
    const byGrant = given.includes(right) || (right === 'see' && given.length > 0)
    const byRole = role === 'editor' && given.length > 0 && ['use', 'edit'].includes(right)
    if (isMaker || byGrant || (byRole && !administers.has(profile))) held.add(right)
  }
  if (role === 'operator' && administers.has(profile)) held.delete('use')
  for (const right of denied) if (role !== 'owner' || !['see', 'share'].includes(right)) held.delete(right)
  return held.has('see') ? rights.filter((right) => held.has(right)) : []
}

const actionTable: Readonly<Partial<Record<Action, string>>> = {
  'profile.list': 'owner admin editor operator viewer',
  'profile.create': 'owner admin editor',
  'records.read': 'owner admin editor operator',
  'secret.reveal': 'owner admin editor',
  'member.manage': 'owner admin',
  'audit.read': 'owner admin',
  'egress.manage': 'owner',
}

/** mulberry32: a seed gives the same run again. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const seed = 20_261_122
const random = randomOf(seed)
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T

let server: TestServer
let restoreClock: () => void
beforeAll(async () => {
  server = await openTestServer()
  restoreClock = setClock({ now: () => model.now })
  const createdAt = new Date(model.now).toISOString()
  const db = getDatabase()
  await db.insertInto('team').values({ id: teamId, name: 'Model', createdAt }).execute()
  for (const id of people) {
    const user = {
      id,
      name: id,
      email: `${id}@example.com`,
      emailVerified: 0,
      createdAt,
      updatedAt: createdAt,
    }
    await db.insertInto('user').values(user).execute()
  }
  const face = { labels: '[]', product: 'kafka', version: 1, hasClientCertificate: 0, verifyHostname: 1 }
  const unused = { lastCheck: null, lastUsedAt: null, lastUsedBy: null, deletedAt: null, deletedBy: null }
  for (const id of profiles) {
    const facts = JSON.stringify({ product: 'kafka', roles: administers.has(id) ? ['admin'] : ['consumer'] })
    const made = { createdAt, createdBy: 'x', createdById: makers.get(id) ?? null, updatedAt: createdAt }
    await db
      .insertInto('profile')
      .values({ id, teamId, name: id, facts, ...face, ...unused, ...made })
      .execute()
  }
})
afterAll(async () => {
  restoreClock()
  await server.close()
})

async function setRole(): Promise<void> {
  const userId = pick(people)
  const role = pick([...roles, null])
  const member = getDatabase()
  if (role === null) {
    await member.deleteFrom('member').where('teamId', '=', teamId).where('userId', '=', userId).execute()
    model.roles.delete(userId)
    // Who leaves loses what was theirs alone.
    model.entries = model.entries.filter(({ person }) => person !== userId)
    return
  }
  const createdAt = new Date(model.now).toISOString()
  await member
    .insertInto('member')
    .values({ teamId, userId, role, createdAt })
    .onConflict((conflict) => conflict.columns(['teamId', 'userId']).doUpdateSet({ role }))
    .execute()
  model.roles.set(userId, role)
}

const head = { userId: 'p0', teamId, role: 'owner', name: 'Head', email: 'head@example.com' } as const

async function give(): Promise<void> {
  const profile = pick(profiles)
  const person = random() < 0.25 ? null : pick(people)
  const right = pick(rights)
  const effect = random() < 0.3 ? 'deny' : 'allow'
  const end = random() < 0.5 ? null : model.now + Math.ceil(random() * 48 * HOUR_MS)
  const expiresAt = end === null ? null : new Date(end).toISOString()
  const place = { member: head, profileId: profile, held: rights }
  const adding = addGrant({ ...place, input: { person, right, effect, expiresAt } })
  if (person !== null && !model.roles.has(person)) {
    await expect(adding).rejects.toMatchObject({ code: 'unprocessable', field: 'person' })
    return
  }
  const { id } = await adding
  const isSame = (entry: Entry) =>
    entry.profile === profile && entry.person === person && entry.right === right
  model.entries = model.entries.filter((entry) => !isSame(entry))
  model.entries.push({ id, profile, person, right, effect, end: end ?? Number.POSITIVE_INFINITY })
}

async function takeBack(): Promise<void> {
  const profileId = pick(profiles)
  const live = await listGrants(teamId, profileId)
  const modelled = model.entries.filter(({ profile, end }) => profile === profileId && end > model.now)
  expect(live.map(({ id }) => id).sort()).toEqual(modelled.map(({ id }) => id).sort())
  const grant = live.length === 0 ? undefined : pick(live)
  if (!grant) return
  await removeGrant({ member: head, profileId, held: rights, grantId: grant.id })
  model.entries = model.entries.filter(({ id }) => id !== grant.id)
}

async function ask(): Promise<void> {
  const userId = pick(people)
  const team = await findMembership(userId, teamId)
  expect(team?.role).toBe(model.roles.get(userId))
  if (!team) return
  const member = { userId, teamId, role: team.role }
  const profile = pick(profiles)
  expect(await findProfileRights(getDatabase(), member, profile)).toEqual(expected(userId, profile))
  const seen = await getDatabase().selectFrom('profile').select('id').where(visibleTo(member)).execute()
  const expectedSeen = profiles.filter((id) => expected(userId, id).includes('see'))
  expect(seen.map(({ id }) => id).sort()).toEqual(expectedSeen)
  for (const [action, allowed] of Object.entries(actionTable))
    expect(can(team.role, action as Action)).toBe(allowed.split(' ').includes(team.role))
}

it(`agrees with a model of the table over ${OPERATIONS} random operations`, async () => {
  for (let done = 0; done < OPERATIONS; done++) {
    const dice = random()
    try {
      if (dice < 0.1) await setRole()
      else if (dice < 0.25) await give()
      else if (dice < 0.35) await takeBack()
      else if (dice < 0.42) model.now += Math.ceil(random() * 6 * HOUR_MS)
      else if (dice < 0.45) await expireGrants()
      else await ask()
    } catch (cause) {
      throw new Error(`Operation ${done} of seed ${seed} differs.`, { cause })
    }
  }
  expect(actions.length).toBeGreaterThan(Object.keys(actionTable).length)
})
