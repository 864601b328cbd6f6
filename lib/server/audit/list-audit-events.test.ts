import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import type { AuditAction } from '#lib/shared/audit-event.ts'
import { AuditFilterSchema } from '#lib/shared/audit-query.ts'
import { auditText } from './export-audit-events.ts'
import { listAuditEvents } from './list-audit-events.ts'
import { recordAuditEvent } from './record-audit-event.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 20_000 })

const EVENTS = 240
const people = ['ada@example.com', 'bob@example.com', 'eve@example.com']
const kinds: AuditAction[] = ['profile.created', 'records.read', 'profile.updated', 'job.started']
const START = Date.parse('2026-01-01T00:00:00.000Z')

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  for (let i = 0; i < EVENTS; i++) {
    // Two events share a time, so that only the sequence number tells them apart.
    const restore = setClock({ now: () => START + Math.floor(i / 2) * 60_000 })
    await inTransaction((tx) =>
      recordAuditEvent(tx, {
        action: kinds[i % kinds.length] ?? 'job.ended',
        teamId: i % 10 === 9 ? 'team_other' : 'team_1',
        actor: people[i % people.length] ?? null,
        subject: `prf_${i % 7}`,
        details: { number: i },
      }),
    )
    restore()
  }
})
afterAll(() => server.close())

/** What every page together must give, found the slow way. */
async function expected(
  fits: (row: { action: string; actor: string | null; subject: string | null; at: string }) => boolean,
) {
  const rows = await getDatabase()
    .selectFrom('auditEvent')
    .selectAll()
    .where('teamId', '=', 'team_1')
    .execute()
  return rows
    .filter(fits)
    .map((row) => row.sequence)
    .sort((one, other) => other - one)
}

async function readAll(input: object, limit: number) {
  const filter = AuditFilterSchema.parse(input)
  const found: number[] = []
  let after: string | undefined
  do {
    const page = await listAuditEvents({ teamId: 'team_1', filter, after, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    found.push(...page.items.map((item) => item.sequence))
    after = page.next ?? undefined
  } while (after !== undefined)
  return found
}

const from = '2026-01-01T01:00:00+01:00'
const to = '2026-01-01T01:30:00.000Z'

it.each<[string, object, Parameters<typeof expected>[0]]>([
  ['nothing', {}, () => true],
  ['an action', { action: 'records.read' }, (row) => row.action === 'records.read'],
  ['a kind', { action: 'profile' }, (row) => row.action.startsWith('profile.')],
  ['a person', { actor: 'bob@example.com' }, (row) => row.actor === 'bob@example.com'],
  ['an object', { subject: 'prf_3' }, (row) => row.subject === 'prf_3'],
  ['a time', { from, to }, (row) => row.at >= '2026-01-01T00:00:00.000Z' && row.at < to],
  [
    'all at once',
    { action: 'profile', actor: 'ada@example.com', subject: 'prf_3', to },
    (row) =>
      row.subject === 'prf_3' &&
      row.actor === 'ada@example.com' &&
      row.action.startsWith('profile.') &&
      row.at < to,
  ],
  [
    'a person and an action',
    { action: 'job.started', actor: 'ada@example.com' },
    (row) => row.action === 'job.started' && row.actor === 'ada@example.com',
  ],
])('gives each of the team’s events once, the newest first, filtered by %s', async (_, input, fits) => {
  const all = await expected(fits)
  expect(all.length).toBeGreaterThan(0)
  for (const limit of [1, 7, 200]) expect(await readAll(input, limit)).toEqual(all)
})

it('names nothing of another team, whatever the filter, and refuses a made-up place', async () => {
  const filter = AuditFilterSchema.parse({ actor: 'ada@example.com' })
  const mine = await listAuditEvents({ teamId: 'team_none', filter, limit: 50 })
  expect(mine).toEqual({ items: [], next: null })
  const wrong = listAuditEvents({ teamId: 'team_1', filter, limit: 50, after: 'x' })
  await expect(wrong).rejects.toMatchObject({ code: 'bad_request', field: 'after' })
})

async function exported(format: 'csv' | 'ndjson', input: object) {
  const chunks: Uint8Array[] = []
  const filter = AuditFilterSchema.parse(input)
  for await (const chunk of auditText(getDatabase(), { teamId: 'team_1', filter, format })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

it('exports one JSON object a line', async () => {
  const lines = (await exported('ndjson', { subject: 'prf_3' })).trimEnd().split('\n')
  const numbers = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)
  expect(numbers).toEqual(await expected((row) => row.subject === 'prf_3'))
})

it('exports CSV of which a spreadsheet computes nothing', async () => {
  const formula = "=cmd|'/c calc'!A1"
  for (const subject of [formula, '\t=1', '@sum', '-1', 'a "quoted", cell']) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'egress.blocked', teamId: 'team_1', actor: '+1', subject }),
    )
  }
  const text = await exported('csv', { action: 'egress' })
  const subjects = text.split('\r\n').map((line) => line.split(/","|^"|"$/)[5])
  expect(subjects).toEqual([
    'subject',
    'a ""quoted"", cell',
    "'-1",
    "'@sum",
    "'\t=1",
    `'${formula}`,
    undefined,
  ])
  expect(text).not.toMatch(/(^|,)"?[=+@\t-]/m)
})
