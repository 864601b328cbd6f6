import 'server-only'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Queries are built, not written by hand: a few hundred texts, besides lists of any length, which come and go. */
const MAX_STATEMENTS = 500

/** A statement of better-sqlite3, which tells whether somebody is in the midst of its rows. */
interface PreparedStatement extends SqliteStatement {
  readonly busy: boolean
}

export interface PreparingDatabase extends Omit<SqliteDatabase, 'prepare'> {
  prepare(sql: string): PreparedStatement
}

/**
 * StatementCache is a SQLite database that keeps its prepared statements: preparing one takes 20 µs and leaves a compiled
 * function behind, running it again takes one.
 */
export class StatementCache implements SqliteDatabase {
  readonly #database: PreparingDatabase
  readonly #statements = new Map<string, PreparedStatement>()

  constructor(database: PreparingDatabase) {
    this.#database = database
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql)
    // Its rows are being walked through: a second walk needs a statement of its own.
    if (known?.busy) return this.#database.prepare(sql)
    if (known) return known
    const prepared = this.#database.prepare(sql)
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear()
    this.#statements.set(sql, prepared)
    return prepared
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}
