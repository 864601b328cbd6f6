import { cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { editDatabase, editFile, withoutAuditOf } from './support/edit-database.ts'
import { listen } from './support/fake-broker.ts'
import { dumpDatabase, holdsSecret } from './support/find-secret.ts'
import { expect } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'
import {
  eventsOf,
  keep,
  loneTest,
  madeUpPassword,
  madeUpPaste,
  outcomeOf,
  proveBy,
} from './support/lone-server.ts'
import { Server } from './support/server.ts'

const SEALED = ['wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'] as const
const PASSPHRASE = 'four words are quite enough'
/** The five minutes of a proof, and one second. */
const STALE_MS = 301_000
const FRESH_MS = 290_000

const test = loneTest(() => Server.start('127.0.0.1/32'))

/** What revealing a profile's password gives: the password itself, or the refusal. */
async function reveal(api: APIRequestContext, profile: { path: string }): Promise<string> {
  const answer = await api.post(`${profile.path}/reveal`, { data: { field: 'password' } })
  return answer.ok() ? ((await answer.json()) as { value: string }).value : outcomeOf(answer)
}

test('sealed data that was moved or altered in the database does not open, and disturbs nothing else', async ({
  server,
  api,
  team,
}) => {
  await proveBy(api)
  const [a, b] = [await keep(api, team, madeUpPaste('a')), await keep(api, team, madeUpPaste('b'))]
  const newer = madeUpPaste('b', [`password: ${madeUpPassword('newer')}`])
  const pasted = await api.post(`${b.path}/versions`, { data: { text: newer } })
  expect(pasted.status(), await pasted.text()).toBe(201)
  const { version } = (await pasted.json()) as { version: number }
  expect((await api.post(`${b.path}/versions/${version}/promote`, { data: {} })).ok()).toBe(true)
  const whole = [madeUpPassword('a'), madeUpPassword('newer')]
  const both = async () => [await reveal(api, a), await reveal(api, b)]
  expect(await both()).toEqual(whole)

  type Place = { id: string; version: number }
  const [current, former] = [
    { id: b.id, version },
    { id: b.id, version: 1 },
  ]
  const columns = SEALED.map((column) => `"${column}"`).join(', ')
  const read = (place: Place) =>
    editDatabase(server, (database) =>
      database
        .prepare(`select ${columns}, "keyId" from "secretVersion" where "profileId" = ? and "version" = ?`)
        .get(place.id, place.version),
    ) as Record<(typeof SEALED)[number], Uint8Array>
  const write = (place: Place, row: Record<(typeof SEALED)[number], Uint8Array>): void =>
    editDatabase(server, (database) => {
      const set = SEALED.map((column) => `"${column}" = ?`).join(', ')
      const statement = database.prepare(
        `update "secretVersion" set ${set} where "profileId" = ? and "version" = ?`,
      )
      statement.run(...SEALED.map((column) => row[column]), place.id, place.version)
    })
  const good = read(current)
  const edits = [
    { what: 'another profile’s', row: read({ id: a.id, version: 1 }) },
    { what: 'another version’s', row: read(former) },
    ...SEALED.map((column) => {
      const bytes = Uint8Array.from(good[column])
      bytes[7] = (bytes[7] ?? 0) ^ 4
      return { what: `one bit of ${column}`, row: { ...good, [column]: bytes } }
    }),
  ]
  for (const { what, row } of edits) {
    write(current, row)
    expect(await both(), what).toEqual([madeUpPassword('a'), '500 vault_integrity'])
  }
  expect(await eventsOf(api, team, 'vault.integrity-failed', b.id)).toBe(edits.length)
  write(current, good)
  expect(await both()).toEqual(whole)
})

test('an address that was written into the database beside a sealed password is never dialled', async ({
  server,
  api,
  team,
}) => {
  const theirs = await listen(() => undefined)
  const profile = await keep(api, team, madeUpPaste('pointed', ['endpoints: 127.0.0.1:1']))
  editDatabase(server, (database) => {
    for (const [table, id] of [
      ['profile', 'id'],
      ['profileVersion', 'profileId'],
    ] as const)
      database
        .prepare(`update "${table}" set "facts" = replace("facts", '127.0.0.1:1"', ?) where "${id}" = ?`)
        .run(`127.0.0.1:${theirs.port}"`, profile.id)
  })
  const face = await (await api.get(profile.path)).text()
  expect(face, 'the list is misled').toContain(`127.0.0.1:${theirs.port}`)
  const checked = await (await api.post(`${profile.path}/check`, { data: {} })).text()
  expect(checked).toContain('broker_refused')
  expect(theirs.connections()).toBe(0)
  await theirs.close()
})

test('a proof that is older than five minutes is none', async ({ server, api, team }) => {
  const profile = await keep(api, team, madeUpPaste('stale'))
  const age = (milliseconds: number): void =>
    editDatabase(server, (database) => {
      const at = new Date(Date.now() - milliseconds).toISOString()
      database.prepare('update "session" set "provenAt" = ? where "provenAt" is not null').run(at)
    })
  await proveBy(api)
  age(FRESH_MS)
  expect(await reveal(api, profile)).toBe(madeUpPassword('stale'))
  age(STALE_MS)
  expect(await reveal(api, profile)).toBe('403 reauthentication_required')
  const exported = await api.post(`/api/teams/${team}/bundle`, { data: { passphrase: PASSPHRASE } })
  expect(await outcomeOf(exported)).toBe('403 reauthentication_required')
  await proveBy(api)
  expect(await reveal(api, profile)).toBe(madeUpPassword('stale'))
})

test('what can’t be written to the audit log does not happen', async ({ server, api, team }) => {
  await proveBy(api)
  const profile = await keep(api, team, madeUpPaste('kept'))
  const base = `/api/teams/${team}`
  const rows = () => {
    const tables = ['profile', 'profileVersion', 'secretVersion', 'profileGrant', 'apiToken', 'invitation']
    return editDatabase(server, (database) =>
      tables.map((table) => database.prepare(`select * from "${table}"`).all()),
    )
  }
  const before = rows()
  const acts: readonly (readonly [string, () => ReturnType<APIRequestContext['post']>])[] = [
    ['secret.revealed', () => api.post(`${profile.path}/reveal`, { data: { field: 'password' } })],
    [
      'secret.copied',
      () => api.post(`${profile.path}/reveal`, { data: { field: 'password', purpose: 'copy' } }),
    ],
    ['bundle.exported', () => api.post(`${base}/bundle`, { data: { passphrase: PASSPHRASE } })],
    ['secret.exported', () => api.post(`${base}/bundle`, { data: { passphrase: PASSPHRASE } })],
    ['profile.created', () => api.post(`${base}/profiles`, { data: { text: madeUpPaste('new') } })],
    ['profile.updated', () => api.patch(profile.path, { data: { name: 'another' } })],
    ['profile.deleted', () => api.delete(profile.path)],
    [
      'version.added',
      () =>
        api.post(`${profile.path}/versions`, { data: { text: madeUpPaste('kept', ['password: another']) } }),
    ],
    ['grant.added', () => api.post(`${profile.path}/grants`, { data: { person: null, right: 'use' } })],
    [
      'member.invited',
      () => api.post(`${base}/invitations`, { data: { email: 'new@example.com', role: 'viewer' } }),
    ],
  ]
  for (const [action, act] of acts) {
    const answer = await withoutAuditOf(server, action, act)
    expect(await outcomeOf(answer), action).toBe('503 unavailable')
    expect(holdsSecret(await answer.text(), madeUpPassword('kept')), action).toBe(false)
    expect(rows(), `${action}: nothing half done`).toEqual(before)
  }
  expect(await reveal(api, profile)).toBe(madeUpPassword('kept'))
})

test('an audit log that was edited, thinned out, reordered or cut is found out at its first wrong event', async ({
  server,
  api,
  team,
}) => {
  await keep(api, team, madeUpPaste('audited'))
  const folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-e2e-audit-'))
  const verify = async (name: string, edit: string, more: readonly string[] = []) => {
    const copy = path.join(folder, name)
    await cp(path.join(server.folder, 'data'), copy, { recursive: true })
    editFile(path.join(copy, 'keystream.db'), (database) => database.exec(edit))
    const { code, stdout } = await keystream(['audit', 'verify', '--json', ...more], '', {
      KEYSTREAM_DATA_DIR: copy,
      KEYSTREAM_MASTER_KEY_FILE: path.join(server.folder, 'master.key'),
    })
    const { firstBad, reason } = JSON.parse(stdout) as { firstBad: number | null; reason: string | null }
    return { code, firstBad, reason }
  }
  const [third, last] = editDatabase(server, (database) => [
    database.prepare('select * from "auditEvent" where "sequence" = 3').get(),
    database.prepare('select * from "auditEvent" order by "sequence" desc limit 1').get(),
  ]) as { sequence: number; hash: string }[]
  if (!third || !last) throw new Error('There are too few events.')
  const bad = { code: 1, firstBad: 3, reason: 'edited_or_missing' }
  const swap = `update "auditEvent" set "sequence" = -3 where "sequence" = 3;
    update "auditEvent" set "sequence" = 3 where "sequence" = 4;
    update "auditEvent" set "sequence" = 4 where "sequence" = -3;`
  const kept = ['--checkpoint', `${last.sequence}:${last.hash}`]
  expect(
    await Promise.all([
      verify('whole', 'select 1', kept),
      verify('edited', `update "auditEvent" set "actor" = 'eve@example.com' where "sequence" = 3`),
      verify('deleted', 'delete from "auditEvent" where "sequence" = 3'),
      verify('reordered', swap),
      verify('cut', `delete from "auditEvent" where "sequence" >= ${last.sequence}`, kept),
    ]),
  ).toEqual([
    { code: 0, firstBad: null, reason: null },
    bad,
    bad,
    bad,
    { code: 1, firstBad: last.sequence, reason: expect.stringMatching(/cut|checkpoint_differs/) as unknown },
  ])
  expect(
    holdsSecret(dumpDatabase(path.join(server.folder, 'data/keystream.db')), madeUpPassword('audited')),
  ).toBe(false)
  await rm(folder, { recursive: true })
})
