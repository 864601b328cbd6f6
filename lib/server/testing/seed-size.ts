import 'server-only'
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { AuditRow } from '#lib/server/audit/audit-chain.ts'
import type { Database } from '#lib/server/db/database.ts'
import { newId } from '#lib/shared/ids.ts'

/** Rows in one statement; SQLite takes 32,766 values. */
const BATCH = 500
const START = Date.parse('2025-01-01T00:00:00.000Z')
/** A million events in a year and a half: one in 47 s. */
const STEP_MS = 47_000

/** seedPeople adds operators to a team, with the password of its first member, and gives their addresses. */
export async function seedPeople(db: Kysely<Database>, teamId: string, count: number): Promise<string[]> {
  const account = db.selectFrom('account').select(['password', 'providerId'])
  const { password, providerId } = await account.executeTakeFirstOrThrow()
  const createdAt = new Date(START).toISOString()
  const people = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    email: `person-${i}@example.com`,
  }))
  await inBatches(people, async (some) => {
    const users = some.map(({ id, email }) => ({
      id,
      email,
      name: email,
      emailVerified: 0,
      createdAt,
      updatedAt: createdAt,
    }))
    await db.insertInto('user').values(users).execute()
    const own = { createdAt, updatedAt: createdAt, password, providerId }
    const accounts = some.map(({ id }) => ({ ...own, id: randomUUID(), userId: id, accountId: id }))
    await db.insertInto('account').values(accounts).execute()
    const members = some.map(({ id }) => ({ teamId, userId: id, role: 'operator', createdAt }))
    await db.insertInto('member').values(members).execute()
  })
  return people.map(({ email }) => email)
}

/** seedProfiles copies the one profile that there is, with its grants and versions, and gives the ids. */
export async function seedProfiles(db: Kysely<Database>, count: number): Promise<string[]> {
  const profile = await db.selectFrom('profile').selectAll().executeTakeFirstOrThrow()
  const grants = await db.selectFrom('profileGrant').selectAll().execute()
  const versions = await db.selectFrom('profileVersion').selectAll().execute()
  const ids = Array.from({ length: count - 1 }, () => newId('prf'))
  await inBatches(ids, async (some) => {
    const createdAt = (i: number) => new Date(START + i * 1000).toISOString()
    const rows = some.map((id, i) => ({ ...profile, id, name: `profile ${id}`, createdAt: createdAt(i) }))
    await db.insertInto('profile').values(rows).execute()
    const copied = some.flatMap((profileId) =>
      grants.map((grant) => ({ ...grant, id: newId('grt'), profileId })),
    )
    await db.insertInto('profileGrant').values(copied).execute()
    await db
      .insertInto('profileVersion')
      .values(some.flatMap((profileId) => versions.map((version) => ({ ...version, profileId }))))
      .execute()
  })
  return [profile.id, ...ids]
}

export interface AuditSeed {
  readonly teamId: string
  readonly people: readonly string[]
  readonly profiles: readonly string[]
  readonly count: number
}

/** seedAudit writes events as a busy team makes them, in a chain that verifies; `hash` gives each one's. */
export async function seedAudit(
  db: Kysely<Database>,
  seed: AuditSeed,
  hash: (former: string, row: AuditRow) => string,
): Promise<void> {
  const indexes = await dropIndexes(db)
  await db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('auditEvent')
      .selectAll()
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow()
    let former = last.hash
    let sequence = last.sequence
    for (let done = 0; done < seed.count; done += BATCH) {
      const rows = Array.from({ length: BATCH }, (_, i) => {
        sequence += 1
        const row = eventOf(seed, done + i, sequence)
        former = hash(former, row)
        return { ...row, hash: former }
      })
      await tx.insertInto('auditEvent').values(rows).execute()
    }
  })
  for (const index of indexes) await sql.raw(index).execute(db)
}

/** A million rows are indexed at their end in a tenth of the time. Gives what makes the indexes again. */
async function dropIndexes(db: Kysely<Database>): Promise<string[]> {
  const found = await sql<{ name: string; sql: string }>`select name, sql from sqlite_master
    where type = 'index' and tbl_name = 'auditEvent' and sql is not null`.execute(db)
  for (const { name } of found.rows) await sql`drop index ${sql.id(name)}`.execute(db)
  return found.rows.map((row) => row.sql)
}

function eventOf({ teamId, people, profiles }: AuditSeed, i: number, sequence: number): AuditRow {
  const at = new Date(START + i * STEP_MS).toISOString()
  const actor = people[(i * 7) % people.length] ?? null
  if (i % 10 === 0) {
    return { sequence, at, teamId: null, actor, action: 'session.signed-in', subject: null, details: '{}' }
  }
  const action =
    i % 50_000 === 1
      ? 'egress.blocked'
      : i % 5 === 1
        ? 'profile.updated'
        : i % 5 === 2
          ? 'job.started'
          : 'records.read'
  const subject = profiles[(i * 13) % profiles.length] ?? null
  return { sequence, at, teamId, actor, action, subject, details: '{"topic":"orders","matched":120}' }
}

async function inBatches<T>(all: readonly T[], write: (some: readonly T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += BATCH) await write(all.slice(at, at + BATCH))
}
