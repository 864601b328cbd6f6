import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { jsonLines, runKeystream } from './testing/run-keystream.ts'

vi.setConfig({ testTimeout: 60_000 })
afterEach(() => vi.unstubAllEnvs())

const token = `ks_${'a'.repeat(43)}`
const at = '2026-11-30T10:00:00.000Z'
const note = (sequence: number) => ({ sequence, at, body: { type: 'note', message: `Step ${sequence}.` } })
const ended = (sequence: number, state: string) => ({
  ...{ sequence, at, body: { type: 'ended', state, result: null, error: null } },
})

/** Answers as a server of one team would; `events` writes the stream. Gives its address and what was asked. */
async function serve(events: (asked: string, response: ServerResponse) => void) {
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const url = request.url ?? ''
    asked.push(`${request.method} ${url} ${request.headers.authorization === `Bearer ${token}`}`)
    if (url === '/api/me') {
      const team = { id: 'tea_1', name: 'Platform', role: 'operator' }
      response.end(
        JSON.stringify({ user: { id: 'u', name: 'Ada', email: 'ada@example.com' }, teams: [team] }),
      )
    } else events(url, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('KEYSTREAM_TOKEN', token)
  vi.stubEnv('KEYSTREAM_SERVER', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { asked, close: () => server.close() }
}

it('takes a journal up behind the last event when the stream breaks, and ends as the job did', async () => {
  const server = await serve((url, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (url.endsWith('after=0')) {
      // The last line is cut in the middle.
      response.write(` \n${JSON.stringify(note(1))}\n${JSON.stringify(note(2))}\n{"sequence":3`)
      setTimeout(() => response.destroy(), 100)
    } else response.end(`${JSON.stringify(note(3))}\n${JSON.stringify(ended(4, 'failed'))}\n`)
  })
  const { code, stdout } = await runKeystream(['jobs', 'follow', 'job_1'])
  server.close()
  expect(jsonLines(stdout)).toEqual([note(1), note(2), note(3), ended(4, 'failed')])
  expect(code).toBe(1)
  expect(server.asked).toEqual([
    'GET /api/me true',
    'GET /api/teams/tea_1/jobs/job_1/events?after=0 true',
    'GET /api/teams/tea_1/jobs/job_1/events?after=2 true',
  ])
})

it('says what the server refuses, in its words, and does not ask again', async () => {
  const server = await serve((_, response) => {
    response.writeHead(404)
    response.end(JSON.stringify({ error: { code: 'not_found', message: 'There is nothing here.' } }))
  })
  const { code, stdout, stderr } = await runKeystream(['jobs', 'follow', 'job_2'])
  server.close()
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('There is nothing here.')
  expect(server.asked).toHaveLength(2)
})

it.each<[string, string[], string, string]>([
  [
    'without a token',
    ['list', '--server', 'https://keystream.example.com'],
    '',
    'KEYSTREAM_TOKEN is not set',
  ],
  ['for a file that is not there', ['start', '/nowhere.json'], token, 'There is no file'],
  ['for what is no JSON', ['start', '-'], token, 'holds no JSON object'],
  ['in the clear', ['list', '--server', 'http://keystream.example.com'], token, 'must begin with https://'],
])('ends with 2 %s, and says what to do', async (_, args, value, said) => {
  vi.stubEnv('KEYSTREAM_TOKEN', value)
  vi.stubEnv('KEYSTREAM_SERVER', '')
  const { code, stdout, stderr } = await runKeystream(['jobs', ...args], 'kafka: {}')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(said)
  expect(stderr).toContain(value === '' ? 'scope jobs' : '')
})
