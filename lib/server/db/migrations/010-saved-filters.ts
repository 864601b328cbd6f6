import 'server-only'
import type { Kysely } from 'kysely'

/** Filters of records that a team keeps under names. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('savedFilter')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('topic', 'text')
    .addColumn('filter', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addUniqueConstraint('savedFilter_name', ['teamId', 'name'])
    .execute()
}
