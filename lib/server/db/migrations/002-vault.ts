import 'server-only'
import type { Kysely } from 'kysely'
import { columnTypes } from '../column-types.ts'

/** Master keys' checks, profiles, the sealed versions of their credentials, and the audit chain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { bytes } = columnTypes(db)
  await db.schema
    .createTable('masterKey')
    .addColumn('keyId', 'text', (c) => c.primaryKey().notNull())
    .addColumn('nonce', bytes, (c) => c.notNull())
    .addColumn('wrappedRoot', bytes, (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('profile')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('labels', 'text', (c) => c.notNull())
    .addColumn('product', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('hasClientCertificate', 'integer', (c) => c.notNull())
    .addColumn('verifyHostname', 'integer', (c) => c.notNull())
    .addColumn('lastCheck', 'text')
    .addColumn('lastUsedAt', 'text')
    .addColumn('lastUsedBy', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('profile_team_idx')
    .on('profile')
    .columns(['teamId', 'createdAt', 'id'])
    .execute()
  await db.schema
    .createTable('secretVersion')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('keyId', 'text', (c) => c.notNull().references('masterKey.keyId'))
    .addColumn('wrapNonce', bytes, (c) => c.notNull())
    .addColumn('wrappedKey', bytes, (c) => c.notNull())
    .addColumn('nonce', bytes, (c) => c.notNull())
    .addColumn('ciphertext', bytes, (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addUniqueConstraint('secretVersion_version', ['profileId', 'version'])
    .execute()
  await db.schema
    .createTable('auditEvent')
    .addColumn('sequence', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('teamId', 'text')
    .addColumn('actor', 'text')
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text')
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('auditEvent_team_idx')
    .on('auditEvent')
    .columns(['teamId', 'sequence'])
    .execute()
}
