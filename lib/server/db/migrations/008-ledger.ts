import 'server-only'
import type { Kysely } from 'kysely'

/**
 * Indexes by which any page of the audit log is found at once, however it is filtered; checkpoints of the chain; API
 * tokens. `at` comes before `sequence` so that a range of time is a range of the index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('auditEvent_team_idx').execute()
  for (const column of ['actor', 'action', 'subject'] as const) {
    await db.schema
      .createIndex(`auditEvent_${column}_idx`)
      .on('auditEvent')
      .columns(['teamId', column, 'at', 'sequence'])
      .execute()
  }
  await db.schema
    .createIndex('auditEvent_at_idx')
    .on('auditEvent')
    .columns(['teamId', 'at', 'sequence'])
    .execute()
  await db.schema
    .createTable('auditCheckpoint')
    .addColumn('sequence', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('publishedAt', 'text')
    .execute()
  await db.schema
    .createTable('apiToken')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .addColumn('lastUsedAt', 'text')
    .addColumn('revokedAt', 'text')
    .addColumn('revokedBy', 'text')
    .execute()
  await db.schema.createIndex('apiToken_team_idx').on('apiToken').columns(['teamId', 'createdAt']).execute()
}
