import 'server-only'
import type { Kysely } from 'kysely'

/** A way back from a forgotten password: links that work once. And which reminders went out by e-mail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passwordReset')
    .addColumn('tokenHash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text')
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('passwordReset_userId_idx').on('passwordReset').column('userId').execute()
  await db.schema.alterTable('profileReminder').addColumn('mailedAt', 'text').execute()
  await db.schema
    .createIndex('profileReminder_mailed_idx')
    .on('profileReminder')
    .columns(['mailedAt', 'teamId'])
    .execute()
}
