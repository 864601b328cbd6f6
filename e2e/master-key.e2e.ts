import path from 'node:path'
import { Child } from './support/child.ts'
import { editDatabase } from './support/edit-database.ts'
import { expect, test } from './support/fixtures.ts'
import { keep, madeUpPaste } from './support/lone-server.ts'
import { projectFolder } from './support/project.ts'
import type { Server } from './support/server.ts'

const JOBS = 50
/** A second for each job, of which four run at once: the rotation is in their midst. */
const JOB = { count: 30, rate: 30 }
/** More versions than are wrapped before the kill, one in a transaction. */
const SEALED = 40
const WRAPPED = 10
const ROTATED_MS = 60_000
const DONE_MS = 90_000

/** What `keystream keys rotate` starts; by itself, so that the kill meets the work and not the one who waits for it. */
function rotate(server: Server, ...more: readonly string[]): Child {
  return new Child({
    command: process.execPath,
    args: [
      '--conditions=react-server',
      '--no-warnings',
      'lib/server/host/main.ts',
      'keys-rotate',
      '--json',
      '--batch=1',
      ...more,
    ],
    directory: projectFolder,
    env: {
      KEYSTREAM_DATA_DIR: path.join(server.folder, 'data'),
      KEYSTREAM_MASTER_KEY_FILE: path.join(server.folder, 'master.key'),
    },
  })
}

const versionsByKey = (server: Server) =>
  editDatabase(server, (database) =>
    Object.fromEntries(
      database
        .prepare('select "keyId", count(*) as versions from "secretVersion" group by "keyId"')
        .all()
        .map(({ keyId, versions }) => [String(keyId), Number(versions)]),
    ),
  )

test('the master key is rotated under fifty jobs, killed half-way and run again, and no job fails', async ({
  kafka,
  api,
  team,
  server,
}) => {
  test.setTimeout(180_000)
  const user = await kafka.addUser('producer,consumer', 'rotated')
  await kafka.createTopic('rotated', 1)
  const { id: profile, path: place } = await keep(api, team, user.pastes.kafka4, { name: 'rotated' })
  for (let made = 0; made < SEALED; made++) await keep(api, team, madeUpPaste(`rotated-${made}`))
  const jobs: string[] = []
  for (let started = 0; started < JOBS; started++) {
    const spec = { kind: 'produce', topic: 'rotated', ...JOB }
    const answer = await api.post(`/api/teams/${team}/jobs`, { data: { kind: 'produce', profile, spec } })
    expect(answer.status(), await answer.text()).toBe(201)
    jobs.push(((await answer.json()) as { id: string }).id)
  }
  const before = Object.values(versionsByKey(server))
  expect(before, 'one key wraps them all').toHaveLength(1)

  const first = rotate(server, '--make-key')
  await first.until('half', ROTATED_MS, (output) =>
    output.split('rewrapped').length > WRAPPED ? true : null,
  )
  await first.stop('SIGKILL')
  const half = Object.values(versionsByKey(server))
  expect(half, 'some under each key').toHaveLength(2)
  expect(await statesOf(), 'jobs are under way').toContain('running')

  const second = rotate(server)
  expect(await second.ended(), second.output).toBe(0)
  expect(Object.values(versionsByKey(server))).toHaveLength(1)
  expect(
    editDatabase(server, (database) => database.prepare('select 1 from "masterKey"').all()),
  ).toHaveLength(1)

  await expect
    .poll(
      async () => (await statesOf()).filter((state) => state !== 'running' && state !== 'queued').length,
      {
        timeout: DONE_MS,
      },
    )
    .toBe(JOBS)
  expect(new Set(await statesOf())).toEqual(new Set(['succeeded']))
  const counted = await api.get(`${place}/topics/rotated/records?from=earliest&limit=1`)
  expect(await counted.text()).toContain(`"high":"${JOBS * JOB.count}"`)
  await server.restart()
  expect((await api.get(`${place}/topics`)).ok(), 'a server that starts anew opens it with the new key').toBe(
    true,
  )

  async function statesOf(): Promise<string[]> {
    const answers = await Promise.all(jobs.map((job) => api.get(`/api/teams/${team}/jobs/${job}`)))
    return Promise.all(answers.map(async (answer) => ((await answer.json()) as { state: string }).state))
  }
})
