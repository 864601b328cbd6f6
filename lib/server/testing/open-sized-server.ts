import 'server-only'
import { chainHash } from '#lib/server/audit/audit-chain.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import { createTestOwner, openTestServer, owner, type TestServer } from './open-test-server.ts'
import { seedAudit, seedPeople, seedProfiles } from './seed-size.ts'

/** The size at which sign-in and lists have to be quick. */
const PROFILES = 10_000
const PEOPLE = 1_000
export const EVENTS = 1_000_000

export interface SizedServer extends TestServer {
  readonly teamId: string
}

/** openSizedServer is openTestServer with one team of a thousand people, ten thousand profiles, a million events. */
export async function openSizedServer(): Promise<SizedServer> {
  const server = await openTestServer()
  const teamId = await createTestOwner()
  const text = [
    'kafka:',
    '  consumer-group-prefix: relation-8-',
    '  endpoints: 10.20.30.41:9092',
    '  password: CanaryPassword1234',
    '  tls: disabled',
    '  topic: orders',
    '  username: relation-8',
    'ok: "True"',
  ].join('\n')
  await createProfile({ teamId, actor: { name: 'Ada', email: owner.email }, input: { text } })
  const people = await seedPeople(getDatabase(), teamId, PEOPLE)
  const profiles = await seedProfiles(getDatabase(), PROFILES)
  const key = heldKeyring().derive('audit')
  await seedAudit(getDatabase(), { teamId, people, profiles, count: EVENTS }, (former, row) =>
    chainHash(key, former, row),
  )
  return { ...server, teamId }
}
