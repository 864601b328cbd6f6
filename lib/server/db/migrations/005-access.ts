import 'server-only'
import { type Kysely, sql } from 'kysely'

/**
 * Grants on profiles, who made a profile or a job by id (names can be changed), and a team's own egress policy. What was
 * shared with the whole team before there were grants stays shared: every profile gets the team's grant to use it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('profileGrant')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('teamId', 'text', (c) => c.notNull().references('team.id').onDelete('cascade'))
    .addColumn('profileId', 'text', (c) => c.notNull().references('profile.id').onDelete('cascade'))
    .addColumn('userId', 'text')
    .addColumn('right', 'text', (c) => c.notNull())
    .addColumn('effect', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    // Who leaves a team leaves its grants; coming back does not bring them back.
    .addForeignKeyConstraint(
      'profileGrant_member',
      ['teamId', 'userId'],
      'member',
      ['teamId', 'userId'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('profileGrant_profile_idx')
    .on('profileGrant')
    .columns(['profileId', 'userId'])
    .execute()
  await db.schema
    .createIndex('profileGrant_member_idx')
    .on('profileGrant')
    .columns(['teamId', 'userId'])
    .execute()
  await db.schema.createIndex('profileGrant_expiry_idx').on('profileGrant').column('expiresAt').execute()
  await db.schema.alterTable('profile').addColumn('createdById', 'text').execute()
  await db.schema.alterTable('job').addColumn('createdById', 'text').execute()
  await db.schema
    .createTable('teamEgress')
    .addColumn('teamId', 'text', (c) => c.primaryKey().notNull().references('team.id').onDelete('cascade'))
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('rules', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .addColumn('updatedBy', 'text', (c) => c.notNull())
    .execute()
  await adoptFormer(db)
}

async function adoptFormer(db: Kysely<unknown>): Promise<void> {
  // The audit log knows whose address stands behind the name on the profile.
  const authors = sql`(select "user"."id" from "auditEvent" join "user" on "user"."email" = "auditEvent"."actor"
    where "auditEvent"."subject" = "profile"."id" and "auditEvent"."action" = 'profile.created' limit 1)`
  await sql`update "profile" set "createdById" = ${authors}`.execute(db)
  const starters = sql`(select "user"."id" from "auditEvent" join "user" on "user"."email" = "auditEvent"."actor"
    where "auditEvent"."subject" = "job"."id" and "auditEvent"."action" = 'job.started' limit 1)`
  await sql`update "job" set "createdById" = ${starters}`.execute(db)
  await sql`insert into "profileGrant"
    ("id", "teamId", "profileId", "userId", "right", "effect", "expiresAt", "createdAt", "createdBy")
    select 'grt_' || substr("id", 5), "teamId", "id", null, 'use', 'allow', null, "createdAt", "createdBy"
    from "profile"`.execute(db)
}
