import 'server-only'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'

/** Any number of our own: PostgreSQL's advisory locks share one space in a database. */
const WRITE_LOCK = 7_263_000

/** A transaction takes its turn at the beginning, as SQLite's do: what it read is still so when it writes. */
class QueueingDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(connection, settings)
    try {
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${WRITE_LOCK})`))
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
      throw error
    }
  }
}

/** QueueingPostgresDialect is Kysely's PostgreSQL with transactions that queue, across all servers on the database. */
export class QueueingPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new QueueingDriver(this.#config)
  }
}
