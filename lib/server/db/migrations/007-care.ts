import 'server-only'
import type { Kysely } from 'kysely'

/** How a profile is looked after: light checks, review dates, what is done of a rotation, and what the team is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('profileCare')
    .addColumn('profileId', 'text', (c) =>
      c.primaryKey().notNull().references('profile.id').onDelete('cascade'),
    )
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('watch', 'integer', (c) => c.notNull())
    .addColumn('watchedAt', 'text')
    .addColumn('watchedVersion', 'integer')
    .addColumn('outcome', 'text')
    .addColumn('message', 'text')
    .addColumn('outcomeAt', 'text')
    .addColumn('reviewOn', 'text')
    .execute()
  await db.schema
    .createIndex('profileCare_watch_idx')
    .on('profileCare')
    .columns(['watch', 'watchedAt'])
    .execute()
  await db.schema
    .createTable('rotationTick')
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('step', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('by', 'text')
    .addPrimaryKeyConstraint('rotationTick_pk', ['profileId', 'version', 'step'])
    .execute()
  await db.schema
    .createTable('profileReminder')
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('days', 'integer', (c) => c.notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('dueAt', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('dismissedAt', 'text')
    .addColumn('dismissedBy', 'text')
    .addPrimaryKeyConstraint('profileReminder_pk', ['profileId', 'kind', 'subject', 'days'])
    .execute()
  await db.schema
    .createIndex('profileReminder_team_idx')
    .on('profileReminder')
    .columns(['teamId', 'dismissedAt', 'dueAt'])
    .execute()
}
