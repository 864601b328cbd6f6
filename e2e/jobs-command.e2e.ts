import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { account, expect, test } from './support/fixtures.ts'
import { jsonLines, keystream } from './support/keystream.ts'
import { projectFolder } from './support/project.ts'

test('jobs of a server are started, listed, shown, followed and cancelled by a token', async ({
  kafka,
  server,
  api,
  team,
}) => {
  const user = await kafka.addUser('producer,consumer', 'by-token')
  await kafka.createTopic('by-token', 1)
  const kept = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const profile = ((await kept.json()) as { id: string }).id
  const { password } = account
  expect((await api.post('/api/auth/reauthenticate', { data: { password } })).ok()).toBe(true)
  const made = async (scopes: string[]) => {
    const answer = await api.post(`/api/teams/${team}/tokens`, {
      data: { name: scopes.join(), role: 'editor', scopes, days: 1 },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
    return ((await answer.json()) as { text: string }).text
  }
  const env = { KEYSTREAM_TOKEN: await made(['jobs']), KEYSTREAM_SERVER: server.address }
  const run = (args: string[], input = '') => keystream(['jobs', ...args], input, env)
  const produce = { kind: 'produce', profile, spec: { kind: 'produce', count: 50 } }

  const followed = await run(['start', '-', '--follow'], JSON.stringify(produce))
  expect(followed.code, followed.stderr).toBe(0)
  const events = jsonLines(followed.stdout)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
  expect(events.at(-1)).toMatchObject({ body: { type: 'ended', state: 'succeeded', result: { done: 50 } } })

  // What ended is told again from its journal, and a refused specification says what is wrong with it.
  const [listed] = jsonLines((await run(['list', '-n', '1'])).stdout)
  const id = String(listed?.['id'])
  expect(listed).toMatchObject({ kind: 'produce', state: 'succeeded' })
  expect(jsonLines((await run(['show', id])).stdout)).toMatchObject([{ id, result: { done: 50 } }])
  const again = await run(['follow', id])
  expect([again.code, jsonLines(again.stdout).length]).toEqual([0, events.length])
  const wrong = await run(['start', '-'], '{"kind":"produce"}')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('bad_request')])
  expect((await run(['start', '-'], 'no json')).code).toBe(2)
  expect((await run(['show', 'job_none'])).code).toBe(1)

  // One without an end is left alone by Ctrl-C, and ends by cancel.
  const endless = { kind: 'consume', profile, spec: { kind: 'consume', from: 'latest' } }
  const [started] = jsonLines((await run(['start', '-'], JSON.stringify(endless))).stdout)
  const running = String(started?.['id'])
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', 'bin/keystream.ts', 'jobs', 'follow', running],
    { cwd: projectFolder, env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env } },
  )
  const said = text(child.stderr)
  const ended = once(child, 'close') as Promise<[number | null]>
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect([(await ended)[0], await said]).toEqual([130, expect.stringContaining('The job goes on')])
  const state = async () => jsonLines((await run(['show', running])).stdout)[0]?.['state']
  await expect.poll(state).toBe('running')
  expect((await run(['cancel', running])).code).toBe(0)
  expect((await run(['follow', running])).code).toBe(1)
  expect(await state()).toBe('cancelled')

  const other = await keystream(['jobs', 'list'], '', { ...env, KEYSTREAM_TOKEN: await made(['check']) })
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('forbidden')])
})
