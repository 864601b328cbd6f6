import 'server-only'
import type { Kysely } from 'kysely'

/** How records are read: uploaded schemas, the decoders chosen for a topic, and a profile's schema registry. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('topicSchema')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('message', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('topicSchema_topic_idx')
    .on('topicSchema')
    .columns(['teamId', 'topic', 'createdAt'])
    .execute()
  await db.schema
    .createTable('topicDecoder')
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('keyDecoder', 'text', (c) => c.notNull())
    .addColumn('valueDecoder', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addColumn('updatedBy', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('topicDecoder_pk', ['teamId', 'topic'])
    .execute()
  await db.schema
    .createTable('schemaRegistry')
    .addColumn('profileId', 'text', (c) =>
      c.primaryKey().notNull().references('profile.id').onDelete('cascade'),
    )
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('username', 'text')
    .addColumn('login', 'text', (c) => c.notNull())
    .addColumn('hasAuthority', 'integer', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addColumn('updatedBy', 'text', (c) => c.notNull())
    .execute()
}
