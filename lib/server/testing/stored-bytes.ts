import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { isPostgres } from '#lib/server/db/column-types.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { SQLITE_FILE } from '#lib/server/db/open-database.ts'

/** storedBytes gives all that a test server's database keeps: SQLite's whole file, or every value in PostgreSQL. */
export async function storedBytes(folder: string): Promise<Buffer> {
  const db = getDatabase()
  if (!isPostgres(db)) {
    await sql`pragma wal_checkpoint(truncate)`.execute(db)
    return readFileSync(join(folder, SQLITE_FILE))
  }
  const values: Buffer[] = []
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    for (const value of rows.flatMap((row) => Object.values(row))) {
      values.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)))
    }
  }
  return Buffer.concat(values)
}
