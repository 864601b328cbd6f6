import 'server-only'
import { type DialectAdapter, PostgresAdapter, sql } from 'kysely'

/** Connection is a database or a transaction, whatever its tables. */
interface Connection {
  getExecutor(): { readonly adapter: DialectAdapter }
}

/** isPostgres tells which of the two databases is behind a connection. */
export function isPostgres(db: Connection): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/** columnTypes names the types that the two databases spell differently, for migrations. */
export function columnTypes(db: Connection) {
  const postgres = isPostgres(db)
  return {
    bytes: postgres ? sql`bytea` : sql`blob`,
    /** A date and a flag as better-auth writes them; tables of ours use text and integer. */
    authDate: postgres ? sql`timestamptz` : sql`date`,
    authFlag: postgres ? sql`boolean` : sql`integer`,
  }
}
