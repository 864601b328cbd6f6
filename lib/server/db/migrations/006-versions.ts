import 'server-only'
import { type Kysely, sql } from 'kysely'

/**
 * Versions of a profile as people see them: their faces outlive their sealed data, which is destroyed when a version
 * leaves service. Every profile that is there already has one version, in use. And the mark of a deleted profile,
 * which can be restored until its data is destroyed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('profileVersion')
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('hasClientCertificate', 'integer', (c) => c.notNull())
    .addColumn('verifyHostname', 'integer', (c) => c.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('lastCheck', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('changedAt', 'text', (c) => c.notNull())
    .addColumn('changedBy', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('profileVersion_pk', ['profileId', 'version'])
    .execute()
  await db.schema
    .createIndex('profileVersion_fingerprint_idx')
    .on('profileVersion')
    .columns(['teamId', 'fingerprint'])
    .execute()
  await sql`
    insert into "profileVersion" ("profileId", "version", "teamId", "state", "facts", "hasClientCertificate",
      "verifyHostname", "fingerprint", "lastCheck", "createdAt", "createdBy", "changedAt", "changedBy")
    select "id", "version", "teamId", 'current', "facts", "hasClientCertificate",
      "verifyHostname", null, "lastCheck", "createdAt", "createdBy", "createdAt", "createdBy" from "profile"`.execute(
    db,
  )
  await db.schema.alterTable('profile').addColumn('deletedAt', 'text').execute()
  await db.schema.alterTable('profile').addColumn('deletedBy', 'text').execute()
  await db.schema.createIndex('profile_deleted_idx').on('profile').columns(['deletedAt']).execute()
  // Counting and re-wrapping by key is what a rotation of the master key does.
  await db.schema.createIndex('secretVersion_key_idx').on('secretVersion').columns(['keyId', 'id']).execute()
}
