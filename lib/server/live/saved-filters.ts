import 'server-only'
import { findFilterIssues } from '#lib/records/find-filter-issues.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { assertFreeName, assertRoomFor, type TeamList } from '#lib/server/db/team-list.ts'
import {
  type CheckedFilter,
  type CreateFilter,
  type FilterSpec,
  FilterSpecSchema,
  type SavedFilter,
  type UpdateFilter,
} from '#lib/shared/filter.ts'
import { newId } from '#lib/shared/ids.ts'

/** A list that is picked from, so one that can be looked through. */
const MAX_FILTERS = 200

export interface FilterKeeper {
  readonly teamId: string
  readonly name: string
  readonly email: string
}

/** checkFilter says what is wrong with a filter, with its place. */
export function checkFilter(filter: FilterSpec): CheckedFilter {
  return { issues: findFilterIssues(filter) }
}

/** listFilters gives a team's saved filters by name. */
export async function listFilters(teamId: string): Promise<SavedFilter[]> {
  const rows = await select(teamId).orderBy('name').limit(MAX_FILTERS).execute()
  return rows.map(filterOfRow)
}

/** createFilter saves a filter. Throws `bad_request` for one that can't be run, `conflict` for a name that is taken or one too many. */
export async function createFilter(keeper: FilterKeeper, input: CreateFilter): Promise<SavedFilter> {
  assertRuns(input.filter)
  const { teamId, name: createdBy } = keeper
  const { name, topic, filter } = input
  const id = newId('flt')
  const now = isoNow()
  return inTransaction(async (tx) => {
    await assertFreeName(tx, listOf(teamId), name)
    await assertRoomFor(tx, listOf(teamId), MAX_FILTERS)
    await tx
      .insertInto('savedFilter')
      .values({
        id,
        teamId,
        name,
        topic,
        filter: JSON.stringify(filter),
        createdBy,
        createdAt: now,
        updatedAt: now,
      })
      .execute()
    await audit(tx, keeper, 'filter.saved', id, name)
    return { id, name, topic, filter, createdBy, createdAt: now, updatedAt: now }
  })
}

/** updateFilter changes what is given. Throws `not_found`, also for another team's, and as createFilter does. */
export async function updateFilter(
  keeper: FilterKeeper,
  id: string,
  input: UpdateFilter,
): Promise<SavedFilter> {
  if (input.filter) assertRuns(input.filter)
  const { teamId } = keeper
  return inTransaction(async (tx) => {
    const row = await select(teamId, tx).where('id', '=', id).executeTakeFirst()
    if (!row) throw notFound()
    const before = filterOfRow(row)
    const { name = before.name, topic = before.topic, filter = before.filter } = input
    if (name !== before.name) await assertFreeName(tx, listOf(teamId), name)
    const updatedAt = isoNow()
    await tx
      .updateTable('savedFilter')
      .set({ name, topic, filter: JSON.stringify(filter), updatedAt })
      .where('teamId', '=', teamId)
      .where('id', '=', id)
      .execute()
    await audit(tx, keeper, 'filter.updated', id, name)
    return { ...before, name, topic, filter, updatedAt }
  })
}

/** deleteFilter removes a filter. Throws `not_found`, also for another team's. */
export async function deleteFilter(keeper: FilterKeeper, id: string): Promise<void> {
  const { teamId } = keeper
  await inTransaction(async (tx) => {
    const row = await select(teamId, tx).where('id', '=', id).executeTakeFirst()
    if (!row) throw notFound()
    await tx.deleteFrom('savedFilter').where('teamId', '=', teamId).where('id', '=', id).execute()
    await audit(tx, keeper, 'filter.deleted', id, row.name)
  })
}

function select(teamId: string, db: Tx | ReturnType<typeof getDatabase> = getDatabase()) {
  return db.selectFrom('savedFilter').where('teamId', '=', teamId).selectAll()
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

function filterOfRow({ id, name, topic, filter, createdBy, createdAt, updatedAt }: Row): SavedFilter {
  return {
    id,
    name,
    topic,
    filter: FilterSpecSchema.parse(JSON.parse(filter)),
    createdBy,
    createdAt,
    updatedAt,
  }
}

function assertRuns(filter: FilterSpec): void {
  const [issue] = findFilterIssues(filter)
  if (!issue) return
  const { field, message, advice, line, column } = issue
  throw new AppError({ code: 'bad_request', field, line, column, message, advice })
}

const listOf = (teamId: string): TeamList => ({ table: 'savedFilter', teamId, noun: 'filter' })

async function audit(
  tx: Tx,
  { teamId, email }: FilterKeeper,
  action: 'filter.saved' | 'filter.updated' | 'filter.deleted',
  subject: string,
  name: string,
): Promise<void> {
  await recordAuditEvent(tx, { action, teamId, actor: email, subject, details: { name } })
}
