import 'server-only'
import type { Kysely } from 'kysely'

/** Jobs, and the journal of each. A job outlives its profile: what was done stays to be read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id'))
    .addColumn('profileId', 'text', (c) => c.notNull())
    .addColumn('profileName', 'text', (c) => c.notNull())
    .addColumn('profileVersion', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('spec', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('progress', 'text')
    .addColumn('result', 'text')
    .addColumn('error', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('startedAt', 'text')
    .addColumn('endedAt', 'text')
    .execute()
  await db.schema.createIndex('job_team_idx').on('job').columns(['teamId', 'createdAt', 'id']).execute()
  await db.schema.createIndex('job_state_idx').on('job').column('state').execute()
  await db.schema
    .createTable('jobEvent')
    .addColumn('jobId', 'text', (c) => c.notNull().references('job.id').onDelete('cascade'))
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('jobEvent_pk', ['jobId', 'sequence'])
    .execute()
}
