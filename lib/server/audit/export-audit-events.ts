import 'server-only'
import type { Kysely } from 'kysely'
import { type Database, getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { AuditExport, AuditFilter } from '#lib/shared/audit-query.ts'
import { csvLine } from '#lib/shared/csv-line.ts'
import type { AuditRow } from './audit-chain.ts'
import { recordAuditEvent } from './record-audit-event.ts'
import { type AuditPlace, scanAudit } from './scan-audit.ts'

/** Events turned into text at a time: some hundred kilobytes, a few milliseconds. */
const PAGE = 1_000
const columns = ['sequence', 'at', 'actor', 'action', 'subject', 'details', 'hash'] as const

/**
 * exportAuditEvents gives a team's events that fit as UTF-8 text, the newest first, a thousand at a time; it waits for
 * whoever takes them. That there was an export, and of what, is recorded before the first byte.
 */
export async function exportAuditEvents(options: {
  readonly teamId: string
  readonly actor: { readonly email: string }
  readonly input: AuditExport
}): Promise<AsyncIterable<Uint8Array>> {
  const { format, ...filter } = options.input
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'audit.exported',
      teamId: options.teamId,
      actor: options.actor.email,
      details: { format, ...(JSON.parse(JSON.stringify(filter)) as Record<string, string>) },
    }),
  )
  return auditText(getDatabase(), { teamId: options.teamId, filter, format })
}

/** auditText gives the export's text itself. */
export async function* auditText(
  db: Kysely<Database>,
  { teamId, filter, format }: { teamId: string; filter: AuditFilter; format: AuditExport['format'] },
): AsyncGenerator<Uint8Array> {
  if (format === 'csv') yield Buffer.from(csvLine(columns))
  const write = format === 'csv' ? csvOf : ndjsonOf
  let after: AuditPlace | null = null
  do {
    const { rows, next } = await scanAudit(db, { teamId, filter, after, limit: PAGE })
    if (rows.length > 0) yield Buffer.from(rows.map(write).join(''))
    after = next
  } while (after)
}

function ndjsonOf({ sequence, at, teamId, actor, action, subject, details, hash }: Row): string {
  return `${JSON.stringify({ sequence, at, teamId, actor, action, subject, details: JSON.parse(details) as unknown, hash })}\n`
}

function csvOf(row: Row): string {
  return csvLine(columns.map((column) => row[column]))
}

type Row = AuditRow & { readonly hash: string }
