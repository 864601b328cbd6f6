import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isMigrated, migrateDatabase } from './migrate.ts'
import * as sinkWebhooks from './migrations/013-sink-webhooks.ts'
import { openSqlite } from './open-database.ts'

// Four worker threads with a module graph each take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-db-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('opens nothing before the first query, then a file for this user alone, with the safe settings', async () => {
  const data = join(folder, 'data')
  const db = openSqlite(data)
  expect(() => statSync(data)).toThrow(/ENOENT/)
  expect(await isMigrated(db)).toBe(false)
  expect(await migrateDatabase(db)).toContain('001-accounts')
  expect(await migrateDatabase(db)).toEqual([])
  expect(await isMigrated(db)).toBe(true)
  expect(statSync(data).mode & 0o777).toBe(0o700)
  expect(statSync(join(data, 'keystream.db')).mode & 0o777).toBe(0o600)
  const pragma = async (name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0] ?? {})[0]
  expect(await pragma('journal_mode')).toBe('wal')
  expect(await pragma('foreign_keys')).toBe(1)
  expect(await pragma('synchronous')).toBe(1)
  expect(await pragma('busy_timeout')).toBe(5000)
  await db.destroy()
})

it('migrates once when several servers start at the same time', async () => {
  const script = `
    import { workerData, parentPort } from 'node:worker_threads'
    const { openSqlite } = await import(workerData.open)
    const { migrateDatabase } = await import(workerData.migrate)
    const db = openSqlite(workerData.folder)
    const ran = await migrateDatabase(db)
    await db.destroy()
    parentPort.postMessage(ran.length)`
  const runs = Array.from({ length: 4 }, () => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
      execArgv: ['--conditions=react-server', '--no-warnings'],
      workerData: {
        folder,
        open: new URL('./open-database.ts', import.meta.url).href,
        migrate: new URL('./migrate.ts', import.meta.url).href,
      },
    })
    return new Promise<number>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject)
    })
  })
  const counts = await Promise.all(runs)
  expect(counts.filter((count) => count > 0)).toHaveLength(1)
})

it('rolls a whole transaction back', async () => {
  const db = openSqlite(folder)
  await migrateDatabase(db)
  const failing = db.transaction().execute(async (tx) => {
    await tx
      .insertInto('team')
      .values({ id: 'team_1', name: 'One', createdAt: '2026-01-01T00:00:00.000Z' })
      .execute()
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await db.selectFrom('team').selectAll().execute()).toEqual([])
  await db.destroy()
})

it('takes the addresses of webhook sinks out of what is kept, and leaves the rest as it is', async () => {
  const db = openSqlite(folder)
  await migrateDatabase(db)
  const at = '2026-01-01T00:00:00.000Z'
  await db.insertInto('team').values({ id: 'team_1', name: 'One', createdAt: at }).execute()
  const old = { type: 'webhook', url: 'https://example.com/in/token', format: 'json' }
  const specs = [
    { kind: 'consume', sink: old, limit: 5 },
    { kind: 'consume', sink: { type: 'webhook', webhook: 'whk_1' } },
    { kind: 'produce', value: { type: 'template', template: '{"type":"webhook","url":"x"}' } },
  ]
  const face = { id: 'prf_1', teamId: 'team_1', name: 'x', labels: '[]', product: 'kafka', version: 1 }
  const flags = { facts: '{"product":"kafka"}', hasClientCertificate: 0, verifyHostname: 1 }
  await db
    .insertInto('profile')
    .values({ ...face, ...flags, createdAt: at, createdBy: 'Ada', updatedAt: at })
    .execute()
  for (const [index, kept] of specs.entries()) {
    const spec = JSON.stringify(kept)
    const row = { id: `row_${index}`, teamId: 'team_1', name: `${index}`, kind: kept.kind, spec }
    const made = { createdBy: 'Ada', createdAt: at }
    await db
      .insertInto('jobTemplate')
      .values({ ...row, ...made, profileId: null, updatedAt: at })
      .execute()
    await db
      .insertInto('job')
      .values({
        ...{ ...row, ...made, profileId: 'prf_1', profileName: 'x', profileVersion: 1, state: 'succeeded' },
        ...{ progress: null, result: null, error: null, createdById: null, startedAt: at, endedAt: at },
        ...{ cancelAskedAt: null, search: '' },
      })
      .execute()
    await db
      .insertInto('jobSchedule')
      .values({
        ...{ ...row, ...made, updatedAt: at, profileId: 'prf_1', notify: null, cron: '0 * * * *' },
        ...{ timeZone: 'UTC', missed: 'skip', state: 'paused', stopReason: null, nextAt: null, lastAt: null },
        ...{ lastJobId: null, lastWord: null, overlapped: 0, skipped: 0 },
        ...{ ownerId: 'u_1', ownerName: 'Ada', ownerTokenId: null },
      })
      .execute()
  }
  await sinkWebhooks.up(db as Kysely<unknown>)
  const [first, ...others] = specs
  for (const table of ['jobTemplate', 'job', 'jobSchedule'] as const) {
    const rows = await db.selectFrom(table).select('spec').orderBy('id').execute()
    expect(rows.map(({ spec }) => JSON.parse(spec) as unknown)).toEqual([
      { ...first, sink: { type: 'webhook', webhook: 'whk_none', format: 'json' } },
      ...others,
    ])
  }
  await db.destroy()
})
