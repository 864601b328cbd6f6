import 'server-only'
import type { Selectable } from 'kysely'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import type { JobTemplateTable } from '#lib/server/db/job-tables.ts'
import { assertFreeName, assertRoomFor, type TeamList } from '#lib/server/db/team-list.ts'
import { visibleTo } from '#lib/server/teams/profile-access.ts'
import { type AuditedMember, requireProfileRight } from '#lib/server/teams/require-profile-right.ts'
import { newId } from '#lib/shared/ids.ts'
import {
  type CreateJobTemplate,
  type JobTemplate,
  JobTemplateSchema,
  type UpdateJobTemplate,
} from '#lib/shared/job-template.ts'
import { withoutPlaceOf } from './record-samples.ts'

/** A list that is picked from, so one that can be looked through. */
const MAX_TEMPLATES = 200

/** TemplateKeeper is a member who looks at the team's templates or changes them. */
export type TemplateKeeper = AuditedMember & { readonly name: string }

/** listTemplates gives a team's templates by name: those for any profile, and those on profiles that a member may see. */
export async function listTemplates(member: TemplateKeeper): Promise<JobTemplate[]> {
  const rows = await select(member).orderBy('name').limit(MAX_TEMPLATES).execute()
  return rows.map(templateOfRow)
}

/**
 * createTemplate keeps a specification; audited. What it holds is checked against a profile when a job is started with
 * it. Throws `not_found` and `forbidden` for a profile that this member may not use, `conflict` for a name that is
 * taken or one too many.
 */
export async function createTemplate(
  keeper: TemplateKeeper,
  { name, profile, spec }: CreateJobTemplate,
): Promise<JobTemplate> {
  const { teamId } = keeper
  if (profile !== null) await requireProfileRight(getDatabase(), keeper, profile, 'use')
  const now = isoNow()
  const row = {
    id: newId('tpl'),
    teamId,
    name,
    kind: spec.kind,
    profileId: profile,
    spec: JSON.stringify(withoutPlaceOf(spec)),
    createdBy: keeper.name,
    createdAt: now,
    updatedAt: now,
  }
  await inTransaction(async (tx) => {
    await assertFreeName(tx, listOf(teamId), name)
    await assertRoomFor(tx, listOf(teamId), MAX_TEMPLATES)
    await tx.insertInto('jobTemplate').values(row).execute()
    await audit(tx, keeper, 'template.saved', row)
  })
  return templateOfRow(row)
}

/** updateTemplate changes what is given; audited. Throws `not_found`, also for another team's, and as createTemplate does. */
export async function updateTemplate(
  keeper: TemplateKeeper,
  id: string,
  input: UpdateJobTemplate,
): Promise<JobTemplate> {
  const { teamId } = keeper
  if (input.profile) await requireProfileRight(getDatabase(), keeper, input.profile, 'use')
  return inTransaction(async (tx) => {
    const before = await find(tx, keeper, id)
    if (input.name !== undefined && input.name !== before.name)
      await assertFreeName(tx, listOf(teamId), input.name)
    const change = {
      name: input.name ?? before.name,
      profileId: input.profile === undefined ? before.profileId : input.profile,
      kind: input.spec?.kind ?? before.kind,
      spec: input.spec ? JSON.stringify(withoutPlaceOf(input.spec)) : before.spec,
      updatedAt: isoNow(),
    }
    await tx
      .updateTable('jobTemplate')
      .set(change)
      .where('teamId', '=', teamId)
      .where('id', '=', id)
      .execute()
    await audit(tx, keeper, 'template.updated', { ...before, ...change })
    return templateOfRow({ ...before, ...change })
  })
}

/** deleteTemplate removes a template; audited. Throws `not_found`, also for another team's. */
export async function deleteTemplate(keeper: TemplateKeeper, id: string): Promise<void> {
  const { teamId } = keeper
  await inTransaction(async (tx) => {
    const row = await find(tx, keeper, id)
    await tx.deleteFrom('jobTemplate').where('teamId', '=', teamId).where('id', '=', id).execute()
    await audit(tx, keeper, 'template.deleted', row)
  })
}

type Row = Selectable<JobTemplateTable>

function select(member: TemplateKeeper, db: Tx | ReturnType<typeof getDatabase> = getDatabase()) {
  return db
    .selectFrom('jobTemplate')
    .selectAll()
    .where('teamId', '=', member.teamId)
    .where((e) =>
      e.or([
        e('profileId', 'is', null),
        e.exists(
          e
            .selectFrom('profile')
            .select('profile.id')
            .whereRef('profile.id', '=', 'jobTemplate.profileId')
            .where(visibleTo(member)),
        ),
      ]),
    )
}

async function find(tx: Tx, keeper: TemplateKeeper, id: string): Promise<Row> {
  const row = await select(keeper, tx).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

function templateOfRow({ profileId, spec, ...row }: Row): JobTemplate {
  const kept: unknown = JSON.parse(spec)
  return JobTemplateSchema.parse({ ...row, profile: profileId, spec: kept })
}

const listOf = (teamId: string): TeamList => ({ table: 'jobTemplate', teamId, noun: 'template' })

async function audit(
  tx: Tx,
  { teamId, email }: TemplateKeeper,
  action: 'template.saved' | 'template.updated' | 'template.deleted',
  { id, name, kind }: Pick<Row, 'id' | 'name' | 'kind'>,
): Promise<void> {
  await recordAuditEvent(tx, { action, teamId, actor: email, subject: id, details: { name, kind } })
}
