import 'server-only'
import type { Kysely } from 'kysely'

/** A job may run in another server than the one that is asked to cancel it: what was asked stands in its row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('job').addColumn('cancelAskedAt', 'text').execute()
}
