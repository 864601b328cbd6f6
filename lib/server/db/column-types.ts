import 'server-only'
import { type Kysely, PostgresAdapter, sql } from 'kysely'

/** isPostgres tells which of the two databases is behind a connection. */
export function isPostgres<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/** columnTypes names the types that the two databases spell differently, for migrations. */
export function columnTypes<T>(db: Kysely<T>) {
  const postgres = isPostgres(db)
  return {
    bytes: postgres ? sql`bytea` : sql`blob`,
    /** A date and a flag as better-auth writes them; tables of ours use text and integer. */
    authDate: postgres ? sql`timestamptz` : sql`date`,
    authFlag: postgres ? sql`boolean` : sql`integer`,
  }
}
