import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAuditEvents } from '#lib/server/audit/list-audit-events.ts'
import { verifyAudit } from '#lib/server/audit/verify-audit.ts'
import { findMe } from '#lib/server/auth/find-me.ts'
import { signIn } from '#lib/server/auth/sign-in.ts'
import { listProfiles } from '#lib/server/profiles/list-profiles.ts'
import { AuditFilterSchema } from '#lib/shared/audit-query.ts'
import type { Role } from '#lib/shared/team.ts'
import { EVENTS, openSizedServer, type SizedServer } from './open-sized-server.ts'
import { jsonRequest, owner } from './open-test-server.ts'
import { type SignedIn, signInAs } from './sign-in-as.ts'

/** What the page's reader waits for at the server, whatever the page. */
const LIST_MS = 100
const AUDIT_MS = 150
const ROUNDS = 15

let server: SizedServer
let teamId: string
let ada: SignedIn
beforeAll(async () => {
  server = await openSizedServer()
  teamId = server.teamId
  ada = await signInAs(teamId, owner)
}, 600_000)
afterAll(async () => {
  process.stdout.write(`${JSON.stringify(times, null, 2)}\n`)
  await server.close()
})

const times: Record<string, number> = {}

/** The middle one of several runs, in milliseconds: what somebody else's work on the machine does to one is no finding. */
async function measure(name: string, run: (round: number) => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await run(round)
    all.push(performance.now() - began)
  }
  const median = all.sort((one, other) => one - other)[ROUNDS >> 1] ?? Infinity
  times[name] = Math.round(median * 10) / 10
  return median
}

// Half of it is one hash; `npm run bench -- sign-in` holds it to 100 ms on a machine that does nothing else.
it('signs somebody in, and tells what it took', async () => {
  const request = jsonRequest('POST', '/api/auth/sign-in/email')
  const account = { email: 'person-500@example.com', password: owner.password }
  expect(await measure('sign in', () => signIn(account, request))).toBeLessThan(5 * LIST_MS)
})

it('finds a session with its teams', async () => {
  const headers = new Headers({ cookie: ada.cookie })
  expect(await measure('session and teams', () => findMe(headers))).toBeLessThan(LIST_MS)
})

it.each<Role>(['owner', 'editor', 'operator', 'viewer'])(
  'lists profiles for the role %s, the first and a middle page',
  async (role) => {
    const member = { userId: ada.member.userId, teamId, role }
    const first = await listProfiles({ member, limit: 200 })
    expect(first.items).toHaveLength(200)
    expect(await measure(`profiles, ${role}`, () => listProfiles({ member, limit: 200 }))).toBeLessThan(
      LIST_MS,
    )
    let after = first.next ?? undefined
    const page = async () => {
      const { next } = await listProfiles({ member, limit: 200, after })
      after = next ?? undefined
    }
    expect(await measure(`profiles on, ${role}`, page)).toBeLessThan(LIST_MS)
  },
)

const old = { from: '2025-01-02T00:00:00Z', to: '2025-01-03T00:00:00Z' }
it.each<[string, object]>([
  ['nothing', {}],
  ['members’ sign-ins', { of: 'people' }],
  ['a frequent action', { action: 'records.read' }],
  ['a rare action', { action: 'egress.blocked' }],
  ['a kind', { action: 'profile' }],
  ['a rare kind', { action: 'egress' }],
  ['a person', { actor: 'person-7@example.com' }],
  ['nobody', { actor: 'nobody@example.com' }],
  ['an old day', old],
  ['an old day and a rare kind', { ...old, action: 'egress' }],
  ['a person who never did it', { actor: 'person-7@example.com', action: 'egress.blocked' }],
])('gives any page of the audit log, filtered by %s', async (name, input) => {
  const filter = AuditFilterSchema.parse(input)
  let after: string | undefined
  const page = async (round: number) => {
    if (round === 0) after = undefined
    const { next } = await listAuditEvents({ teamId, filter, limit: 200, after })
    after = next ?? undefined
  }
  expect(await measure(`audit, ${name}`, page)).toBeLessThan(AUDIT_MS)
})

// Ten seconds on an idle machine; as long as it takes on a busy one.
it('verifies a million events, and tells what it took', async () => {
  const began = performance.now()
  const verdict = await verifyAudit({ by: null })
  times['verify, 1,000,000 events'] = Math.round(performance.now() - began)
  expect(verdict).toMatchObject({ good: true })
  expect(verdict.events).toBeGreaterThan(EVENTS)
}, 300_000)
