import 'server-only'
import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from '#lib/server/db/database.ts'
import type { AuditFilter } from '#lib/shared/audit-query.ts'
import type { AuditRow } from './audit-chain.ts'

/** A place in the log, which is read by time, the newest first; the sequence number tells apart what is of one time. */
export type AuditPlace = readonly [at: string, sequence: number]

export interface AuditScan {
  readonly rows: readonly (AuditRow & { readonly hash: string })[]
  /** Where to go on; null when everything was looked through. */
  readonly next: AuditPlace | null
}

/**
 * Events looked through for one page. One filter is answered by its index alone; where several have to hold at once,
 * a page with few hits ends here instead of reading a million events.
 */
const MAX_LOOKED_THROUGH = 10_000

type Events = SelectQueryBuilder<Database, 'auditEvent', object>

/** scanAudit gives a team's events that fit the filter, older than `after`: at most `limit`, perhaps fewer, then `next`. */
export async function scanAudit(
  db: Kysely<Database>,
  options: { teamId: string; filter: AuditFilter; after: AuditPlace | null; limit: number },
): Promise<AuditScan> {
  const { filter, limit } = options
  const indexed = indexedEvents(db, options)
  const others = restOf(filter)
  const ordered = (events: Events) => events.orderBy('at', 'desc').orderBy('sequence', 'desc')
  if (others.length === 0) {
    const rows = await ordered(indexed)
      .selectAll()
      .limit(limit + 1)
      .execute()
    return cutPage(rows, limit, null)
  }
  const looked = ordered(indexed).selectAll().limit(MAX_LOOKED_THROUGH).as('looked')
  const found = await db
    .selectFrom(looked)
    .selectAll()
    .where((e) => e.and(others.map((other) => other(e as never, options.teamId))))
    .orderBy('at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute()
  if (found.length > limit) return cutPage(found, limit, null)
  const end = await ordered(indexed)
    .select(['at', 'sequence'])
    .offset(MAX_LOOKED_THROUGH - 1)
    .limit(1)
    .executeTakeFirst()
  return cutPage(found, limit, end ? [end.at, end.sequence] : null)
}

/** The events between the times, by the most telling of the filters that have an index: object, then person, then action. */
function indexedEvents(
  db: Kysely<Database>,
  { teamId, filter, after }: { teamId: string; filter: AuditFilter; after: AuditPlace | null },
): Events {
  let events: Events = db.selectFrom('auditEvent')
  events = filter.of === 'people' ? events.where('teamId', 'is', null) : events.where('teamId', '=', teamId)
  if (filter.subject !== undefined) events = events.where('subject', '=', filter.subject)
  else if (filter.actor !== undefined) events = events.where('actor', '=', filter.actor)
  else if (isOneAction(filter.action)) events = events.where('action', '=', filter.action)
  if (filter.from !== undefined) events = events.where('at', '>=', inUtc(filter.from))
  if (filter.to !== undefined) events = events.where('at', '<', inUtc(filter.to))
  if (after) {
    const [at, sequence] = after
    // The first bound is the second one's consequence: with it the index is entered at the place itself.
    events = events.where('at', '<=', at).where((e) => e.or([e('at', '<', at), e('sequence', '<', sequence)]))
  }
  return events
}

type Other = (e: ExpressionBuilder<Database, 'auditEvent'>, teamId: string) => ReturnType<typeof e.and>

/** What the index above does not answer. */
function restOf(filter: AuditFilter): Other[] {
  const { of, subject, actor, action } = filter
  const others: Other[] = []
  if (of === 'people') others.push((e, teamId) => e.and([e('actor', 'in', membersOf(e, teamId))]))
  if (subject !== undefined && actor !== undefined) others.push((e) => e.and([e('actor', '=', actor)]))
  if (action === undefined) return others
  if (!isOneAction(action)) others.push((e) => e.and([e('action', 'like', `${action}.%`)]))
  else if (subject !== undefined || actor !== undefined) others.push((e) => e.and([e('action', '=', action)]))
  return others
}

function membersOf(e: ExpressionBuilder<Database, 'auditEvent'>, teamId: string) {
  return e
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', teamId)
    .select(sql<string>`lower("user"."email")`.as('email'))
}

function isOneAction(action: string | undefined): action is `${string}.${string}` {
  return action?.includes('.') === true
}

/** Times lie in the database in UTC with milliseconds, and compare as text. */
function inUtc(time: string): string {
  return new Date(time).toISOString()
}

function cutPage(
  found: readonly (AuditRow & { hash: string })[],
  limit: number,
  end: AuditPlace | null,
): AuditScan {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (found.length > limit && last) return { rows, next: [last.at, last.sequence] }
  return { rows, next: end }
}
