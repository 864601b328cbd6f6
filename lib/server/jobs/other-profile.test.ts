import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createTestOwner, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { type JobSpec, JobSpecSchema } from '#lib/shared/job.ts'
import { getJobRunner } from './job-runner.ts'
import { otherProfileOf } from './other-profile.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 30_000 })

const paste = `kafka:
  endpoints: 203.0.113.9:9092
  username: relation-6
  password: secret-of-the-test
  topic: orders
  consumer-group-prefix: relation-6-
  security-protocol: SASL_PLAINTEXT`

let server: TestServer
beforeEach(async () => {
  server = await openTestServer({ KEYSTREAM_EGRESS_ALLOW: '203.0.113.1/32:1' })
})
afterEach(async () => {
  await getJobRunner().close()
  await server.close()
})

/** Specifications that name `profile` as the place of values or records. */
const naming = (profile: string): [field: string, spec: JobSpec][] => [
  [
    'spec.value.profile',
    JobSpecSchema.parse({ kind: 'produce', topic: 'orders', value: { type: 'mongodb', profile } }),
  ],
  [
    'spec.sink.profile',
    JobSpecSchema.parse({ kind: 'produce', topic: 'orders', count: 1, sink: { type: 'mongodb', profile } }),
  ],
  [
    'spec.sink.profile',
    JobSpecSchema.parse({
      ...{ kind: 'consume', topic: 'orders', from: 'earliest', limit: 1 },
      sink: { type: 'mongodb', profile },
    }),
  ],
]

it('takes the own profile for none in a copy alone', () => {
  const copy = (profile?: string) =>
    JobSpecSchema.parse({ kind: 'copy', topic: 'orders', target: { profile } })
  expect([copy(), copy('prf_1'), copy('prf_2')].map((spec) => otherProfileOf(spec, 'prf_1'))).toEqual([
    null,
    null,
    'prf_2',
  ])
  for (const [, spec] of naming('prf_1')) expect(otherProfileOf(spec, 'prf_1')).toBe('prf_1')
})

it('refuses the job’s own Kafka profile where MongoDB is wanted, naming the field', async () => {
  const teamId = await createTestOwner()
  const { id: userId } = await getDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  const member: JobStarter = { teamId, userId, role: 'owner', name: 'Ada', email: 'ada@example.com' }
  const { id: profile } = await createProfile({ teamId, actor: member, input: { text: paste } })
  for (const [field, spec] of naming(profile)) {
    await expect(startJob({ member, input: { kind: spec.kind, profile, spec } })).rejects.toMatchObject({
      ...{ code: 'unprocessable', field, message: 'That profile is of kafka.' },
    })
  }
})
