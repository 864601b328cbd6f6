import 'server-only'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'
import { type Database, getDatabase } from '#lib/server/db/database.ts'
import type { AuditFilter, AuditItem, AuditPage } from '#lib/shared/audit-query.ts'
import type { AuditRow } from './audit-chain.ts'
import { type AuditPlace, scanAudit } from './scan-audit.ts'

const PlaceSchema = z.tuple([z.string().max(40), z.number().int()])

/**
 * listAuditEvents gives a team's events, the newest first. A page looks through a bounded number of events, so it may
 * be short while `next` leads on. Throws `bad_request` for an `after` that no page gave.
 */
export async function listAuditEvents(options: {
  readonly teamId: string
  readonly filter: AuditFilter
  readonly after?: string | undefined
  readonly limit: number
}): Promise<AuditPage> {
  const { teamId, filter, limit } = options
  const after = options.after === undefined ? null : readPlace(options.after)
  const { rows, next } = await scanAudit(getDatabase(), { teamId, filter, after, limit })
  const names = await findNames(getDatabase(), teamId, rows)
  const items = rows.map((row) => itemOf(row, names.get(row.subject ?? '') ?? null))
  return { items, next: next && writePlace(next) }
}

/** itemOf gives an event as it is shown; the route's schema checks it once more. */
export function itemOf(row: AuditRow & { hash: string }, subjectName: string | null): AuditItem {
  const { sequence, at, teamId, actor, action, subject, hash } = row
  return {
    sequence,
    at,
    teamId,
    actor,
    action: action as AuditItem['action'],
    subject,
    subjectName,
    details: JSON.parse(row.details) as AuditItem['details'],
    hash,
  }
}

/** The present names of what the events are about: profiles, jobs and members of this team, told apart by their ids. */
async function findNames(
  db: Kysely<Database>,
  teamId: string,
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => (row.subject === null ? [] : [row.subject])))]
  const of = (prefix: string) => ids.filter((id) => id.startsWith(prefix))
  const named = (table: 'profile' | 'job' | 'apiToken', list: readonly string[]) =>
    list.length === 0
      ? []
      : db
          .selectFrom(table)
          .where('teamId', '=', teamId)
          .where('id', 'in', list)
          .select(['id', 'name'])
          .execute()
  const people = ids.filter((id) => !id.includes('_'))
  const found = await Promise.all([
    named('profile', of('prf_')),
    named('job', of('job_')),
    named('apiToken', of('tok_')),
    people.length === 0
      ? []
      : db
          .selectFrom('member')
          .innerJoin('user', 'user.id', 'member.userId')
          .where('member.teamId', '=', teamId)
          .where('user.id', 'in', people)
          .select(['user.id', 'user.email as name'])
          .execute(),
  ])
  return new Map(found.flat().map(({ id, name }) => [id, name]))
}

function writePlace(place: AuditPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function readPlace(text: string): AuditPlace {
  try {
    return PlaceSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError({
      code: 'bad_request',
      field: 'after',
      message: '"after" is not what a former page gave as "next".',
    })
  }
}
