import { findMe } from '#lib/server/auth/find-me.ts'
import { signIn } from '#lib/server/auth/sign-in.ts'
import { listProfiles } from '#lib/server/profiles/list-profiles.ts'
import { openSizedServer } from '#lib/server/testing/open-sized-server.ts'
import { jsonRequest, owner } from '#lib/server/testing/open-test-server.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'
import { median } from './median.ts'

/** The median of so many: one of them may meet a checkpoint of the database. */
const RUNS = 25
const PAGE = 200
/** What somebody takes for at once. */
const AT_MOST_MS = 100

/** Medians of what one waits for, and of what the processor did for it: the machine's other work is in the first only. */
async function milliseconds(run: (round: number) => Promise<unknown>) {
  const waited: number[] = []
  const worked: number[] = []
  for (let round = 0; round < RUNS; round++) {
    const [began, before] = [performance.now(), process.cpuUsage()]
    await run(round)
    waited.push(performance.now() - began)
    const { user, system } = process.cpuUsage(before)
    worked.push((user + system) / 1000)
  }
  return { waited: median(waited), worked: median(worked) }
}

/**
 * benchSignIn measures, in a database of 10,000 profiles, 1,000 people and 1,000,000 events, a sign-in with a password
 * (throttle, hash, session, audit) and a page of the list of profiles with the session that asks. Needs no broker.
 */
export async function benchSignIn(_: BenchKafka, { log }: BenchOptions): Promise<Finding[]> {
  log('sign-in: 10,000 profiles, 1,000 people, 1,000,000 events')
  const server = await openSizedServer()
  try {
    const request = jsonRequest('POST', '/api/auth/sign-in/email')
    const account = (email: string) => ({ email, password: owner.password })
    const signedIn = await signIn(account(owner.email), request)
    const headers = new Headers({ cookie: signedIn.getSetCookie()[0]?.split(';')[0] ?? '' })
    const me = await findMe(headers)
    if (!me) throw new Error('A sign-in gave no session.')
    const member = { userId: me.user.id, teamId: server.teamId, role: 'operator' } as const
    const measured: [what: string, run: (round: number) => Promise<unknown>][] = [
      ['sign in with a password', (round) => signIn(account(`person-${round}@example.com`), request)],
      [
        `the session, its teams, and ${PAGE} of the profiles that an operator may see`,
        () => Promise.all([findMe(headers), listProfiles({ member, limit: PAGE })]),
      ],
    ]
    const findings: Finding[] = []
    for (const [what, run] of measured) {
      const { waited, worked } = await milliseconds(run)
      const common = { reference: null, unit: 'ms', target: { atMost: AT_MOST_MS }, rounds: RUNS }
      const rows = [
        { what: `${what}, median of ${RUNS}`, ours: waited, figure: waited },
        { what: `${what}: processor time`, ours: worked, figure: worked },
      ]
      findings.push(...rows.map((row): Finding => ({ ...common, ...row })))
    }
    return findings
  } finally {
    await server.close()
  }
}
