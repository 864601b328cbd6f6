import path from 'node:path'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { dumpDatabase, holdsSecret, processesHolding } from './support/find-secret.ts'
import { account, expect, test } from './support/fixtures.ts'
import { passwordIn } from './support/sandbox.ts'

const TOPIC = 'canary-orders'
const PASSPHRASE = 'four words are quite enough'

/** Asker asks and keeps every answer, with its head, to be searched at the end. */
class Asker {
  readonly answers: { what: string; text: string; ok: boolean }[] = []
  readonly #api: APIRequestContext

  constructor(api: APIRequestContext) {
    this.#api = api
  }

  async get(url: string): Promise<APIResponse> {
    return this.#keep(`GET ${url}`, await this.#api.get(url, { maxRedirects: 0 }))
  }

  async send(method: string, url: string, data?: unknown): Promise<APIResponse> {
    return this.#keep(`${method} ${url}`, await this.#api.fetch(url, { method, data: data ?? {} }))
  }

  async #keep(what: string, answer: APIResponse): Promise<APIResponse> {
    const text = `${JSON.stringify(answer.headers())}\n${await answer.text()}`
    this.answers.push({ what, text, ok: answer.ok() })
    return answer
  }
}

test('a secret is found nowhere but under its seal, and in the one answer that reveals it', async ({
  kafka,
  server,
  team,
  api,
}) => {
  test.setTimeout(240_000)
  const user = await kafka.addUser('producer,consumer', TOPIC)
  await kafka.createTopic(TOPIC, 1)
  const paste = user.pastes.kafka4
  const canary = passwordIn(paste)
  expect(canary.length, 'long enough not to be found by chance').toBeGreaterThan(20)
  const asker = new Asker(api)
  const base = `/api/teams/${team}`
  let profile = ''
  let job = ''

  await test.step('paste, check, produce, consume, read', async () => {
    await asker.send('POST', `${base}/credentials/parse`, { text: paste })
    const made = await asker.send('POST', `${base}/profiles`, { text: paste, name: 'Canary' })
    expect(made.ok(), await made.text()).toBe(true)
    profile = ((await made.json()) as { id: string }).id
    const here = `${base}/profiles/${profile}`
    await asker.send('POST', `${here}/check`)
    await asker.send('POST', `${here}/topics/${TOPIC}/records`, { records: [{ value: { text: 'hello' } }] })
    const spec = { kind: 'produce', topic: TOPIC, count: 10 }
    const started = await asker.send('POST', `${base}/jobs`, { kind: 'produce', profile, spec })
    expect(started.ok(), await started.text()).toBe(true)
    job = ((await started.json()) as { id: string }).id
    expect(await (await asker.get(`${base}/jobs/${job}/events`)).text()).toContain('succeeded')
    await asker.get(`${here}/topics/${TOPIC}/records?from=earliest&limit=5`)
  })

  await test.step('failures of every kind', async () => {
    const here = `${base}/profiles/${profile}`
    await asker.send('POST', `${base}/profiles`, { text: paste.replace(/ {2}username:.*\n/, '') })
    await asker.send('POST', `${base}/profiles`, { text: paste, nonsense: canary })
    await asker.send('POST', `${base}/profiles`, `{"text": "${canary}`)
    await asker.send('POST', `${base}/credentials/parse`, { text: canary })
    await asker.send('POST', `${here}/versions`, { text: paste })
    await asker.send('POST', `${here}/reveal`, { field: 'password' })
    const elsewhere = paste.replace(/(endpoints: ).*/, '$1127.0.0.1:1')
    const refused = await asker.send('POST', `${base}/profiles`, { text: elsewhere, name: 'Elsewhere' })
    const { id } = (await refused.json()) as { id: string }
    await asker.send('POST', `${base}/profiles/${id}/check`)
    await asker.send('DELETE', `${base}/profiles/${id}`)
  })

  await test.step('import, export, audit export', async () => {
    const files = [{ name: 'a.txt', text: `${paste}\n---\n${canary}` }]
    const imported = await asker.send('POST', `${base}/profiles/import`, { files })
    expect(await imported.json()).toMatchObject({ duplicates: 1, failed: 1 })
    await asker.send('POST', `${base}/bundle`, { passphrase: PASSPHRASE })
    const proof = await asker.send('POST', '/api/auth/reauthenticate', { password: account.password })
    expect(proof.ok(), await proof.text()).toBe(true)
    const exported = await asker.send('POST', `${base}/bundle`, { passphrase: PASSPHRASE })
    expect(exported.ok(), await exported.text()).toBe(true)
    const { bundle } = (await exported.json()) as { bundle: object }
    await asker.send('POST', `${base}/bundle/import`, { bundle, passphrase: 'another one altogether' })
    const back = await asker.send('POST', `${base}/bundle/import`, { bundle, passphrase: PASSPHRASE })
    expect(await back.json()).toMatchObject({ created: 0 })
    for (const format of ['ndjson', 'csv'])
      expect((await asker.send('POST', `${base}/audit/export`, { format })).ok()).toBe(true)
  })

  await test.step('the one answer that may hold it', async () => {
    const me = (await (await asker.get('/api/me')).json()) as { user: { id: string } }
    const grant = { person: me.user.id, right: 'reveal' }
    const granted = await asker.send('POST', `${base}/profiles/${profile}/grants`, grant)
    expect(granted.ok(), await granted.text()).toBe(true)
    // Not kept among the answers: here it must be.
    const answer = await api.post(`${base}/profiles/${profile}/reveal`, { data: { field: 'password' } })
    expect(await answer.json()).toMatchObject({ value: canary })
  })

  await test.step('every answer that can be read', async () => {
    const { paths } = (await (await asker.get('/api/openapi.json')).json()) as { paths: Paths }
    const known = { team, profile, job, topic: TOPIC, partition: '0', offset: '0', version: '1' }
    for (const [route, methods] of Object.entries(paths)) {
      if ('get' in methods) await asker.get(fill(route, known))
    }
    const pages = [
      '',
      '/profiles',
      '/profiles/new',
      '/profiles/import',
      '/profiles/deleted',
      '/jobs',
      '/audit',
    ]
    const tabs = ['', '/live', '/produce', '/jobs', '/access', '/versions']
    for (const page of pages) await asker.get(`/teams/${team}${page}`)
    for (const tab of tabs) await asker.get(`/teams/${team}/profiles/${profile}${tab}`)
    await asker.get(`/teams/${team}/jobs/${job}`)
  })

  const found = asker.answers.filter(({ text }) => holdsSecret(text, canary)).map(({ what }) => what)
  expect(found, 'answers, pages and streams').toEqual([])
  expect(asker.answers.filter(({ ok }) => ok).length, 'answers were looked at').toBeGreaterThan(40)
  const files = (await server.files()).filter(({ bytes }) => holdsSecret(bytes, canary))
  expect(
    files.map(({ name }) => name),
    'database, write-ahead log and all else in the folder',
  ).toEqual([])
  const dump = dumpDatabase(path.join(server.folder, 'data/keystream.db'))
  expect(dump, 'the dump is whole').toContain(user.username)
  expect(holdsSecret(dump, canary), 'the dump').toBe(false)
  expect(server.log, 'the log is there').toContain('server.started')
  expect(holdsSecret(server.log, canary), 'the log').toBe(false)
  const processes = processesHolding(canary)
  expect(processes.looked).toBeGreaterThan(2)
  expect(processes.found, 'arguments and environments').toEqual([])
  expect(holdsSecret(Buffer.from(`x${canary}y`).toString('base64'), canary), 'the search finds').toBe(true)
})

type Paths = Record<string, Record<string, unknown>>

function fill(route: string, known: Readonly<Record<string, string>>): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? 'nothing')
}
