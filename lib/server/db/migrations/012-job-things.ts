import 'server-only'
import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../column-types.ts'

/** Jobs as things: a history that is searched, templates, schedules, and who is told of an end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await history(db)
  await templates(db)
  await schedules(db)
  await notices(db)
}

async function history(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('job')
    .addColumn('search', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  for (const column of ['notify', 'scheduleId', 'resumedFrom'])
    await db.schema.alterTable('job').addColumn(column, 'text').execute()
  const topic = isPostgres(db) ? sql`"spec"::json->>'topic'` : sql`json_extract("spec", '$.topic')`
  await sql`update "job" set "search" = substr(lower("name" || ' ' || "id" || ' ' || "createdBy" || ' ' ||
    "profileName" || ' ' || coalesce(${topic}, '')), 1, 500)`.execute(db)
  // Holds all that a list asks for, so that a search reads this narrow index and not a hundred thousand specifications.
  await db.schema.dropIndex('job_team_idx').execute()
  await db.schema
    .createIndex('job_history_idx')
    .on('job')
    .columns(['teamId', 'createdAt', 'id', 'state', 'kind', 'profileId', 'createdById', 'search'])
    .execute()
  await db.schema.createIndex('job_ended_idx').on('job').column('endedAt').execute()
  // What is left of a job is done once.
  await db.schema.createIndex('job_resumed_idx').unique().on('job').column('resumedFrom').execute()
  await db.schema.createIndex('job_schedule_idx').on('job').columns(['scheduleId', 'createdAt']).execute()
}

async function templates(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobTemplate')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('profileId', 'text', (c) => c.references('profile.id').onDelete('set null'))
    .addColumn('spec', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addUniqueConstraint('jobTemplate_name', ['teamId', 'name'])
    .execute()
}

async function schedules(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobSchedule')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('spec', 'text', (c) => c.notNull())
    .addColumn('notify', 'text')
    .addColumn('cron', 'text', (c) => c.notNull())
    .addColumn('timeZone', 'text', (c) => c.notNull())
    .addColumn('missed', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('stopReason', 'text')
    .addColumn('nextAt', 'text')
    .addColumn('lastAt', 'text')
    .addColumn('lastJobId', 'text')
    .addColumn('lastWord', 'text')
    .addColumn('overlapped', 'integer', (c) => c.notNull())
    .addColumn('skipped', 'integer', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addColumn('ownerId', 'text', (c) => c.notNull())
    .addColumn('ownerName', 'text', (c) => c.notNull())
    .addColumn('ownerTokenId', 'text')
    .addUniqueConstraint('jobSchedule_name', ['teamId', 'name'])
    .execute()
  await db.schema.createIndex('jobSchedule_next_idx').on('jobSchedule').column('nextAt').execute()
}

async function notices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobWebhook')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    // The number under which address and key are sealed with the profile's secrets.
    .addColumn('slot', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addUniqueConstraint('jobWebhook_slot', ['profileId', 'slot'])
    .addUniqueConstraint('jobWebhook_name', ['profileId', 'name'])
    .execute()
  await db.schema
    .createTable('jobNotice')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('jobId', 'text', (c) => c.notNull().references('job.id').onDelete('cascade'))
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('webhookId', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('nextAt', 'text')
    .addColumn('sentAt', 'text')
    .addColumn('problem', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('jobNotice_next_idx').on('jobNotice').column('nextAt').execute()
  await db.schema.createIndex('jobNotice_job_idx').on('jobNotice').column('jobId').execute()
}
