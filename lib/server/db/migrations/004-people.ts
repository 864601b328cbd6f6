import 'server-only'
import type { Kysely } from 'kysely'
import { columnTypes } from '../column-types.ts'

/** People: what a session says of itself, members that are disabled, invitations, further ways to sign in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('session').addColumn('provenAt', 'text').execute()
  await db.schema.alterTable('session').addColumn('method', 'text').execute()
  await db.schema.alterTable('member').addColumn('disabledAt', 'text').execute()
  await db.schema
    .alterTable('member')
    .addColumn('source', 'text', (c) => c.notNull().defaultTo('invited'))
    .execute()
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('inviterId', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .addColumn('acceptedAt', 'text')
    .addColumn('revokedAt', 'text')
    .execute()
  await db.schema.createIndex('invitation_teamId_idx').on('invitation').columns(['teamId', 'id']).execute()
  await db.schema
    .createTable('signOnRule')
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('group', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('signOnRule_pk', ['teamId', 'group'])
    .execute()
  await createFactors(db)
}

async function createFactors(db: Kysely<unknown>): Promise<void> {
  const { bytes } = columnTypes(db)
  await db.schema
    .createTable('totp')
    .addColumn('userId', 'text', (c) => c.primaryKey().notNull().references('user.id').onDelete('cascade'))
    .addColumn('nonce', bytes, (c) => c.notNull())
    .addColumn('secret', bytes, (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('confirmedAt', 'text')
    .addColumn('lastStep', 'integer', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('recoveryCode')
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('codeHash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('recoveryCode_pk', ['userId', 'codeHash'])
    .execute()
  await db.schema
    .createTable('passkey')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('credentialId', 'text', (c) => c.notNull().unique())
    .addColumn('publicKey', bytes, (c) => c.notNull())
    .addColumn('counter', 'integer', (c) => c.notNull())
    .addColumn('transports', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('lastUsedAt', 'text')
    .execute()
  await db.schema.createIndex('passkey_userId_idx').on('passkey').column('userId').execute()
  await db.schema
    .createTable('authChallenge')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('userId', 'text', (c) => c.references('user.id').onDelete('cascade'))
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('authChallenge_expiresAt_idx').on('authChallenge').column('expiresAt').execute()
}
