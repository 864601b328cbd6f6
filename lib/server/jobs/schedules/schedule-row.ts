import 'server-only'
import type { Selectable } from 'kysely'
import type { JobScheduleTable } from '#lib/server/db/job-tables.ts'
import { type JobSchedule, JobScheduleSchema } from '#lib/shared/job-schedule.ts'

export type ScheduleRow = Selectable<JobScheduleTable>

/** scheduleOfRow makes the schedule that people see of a stored row. */
export function scheduleOfRow(row: ScheduleRow): JobSchedule {
  const spec: unknown = JSON.parse(row.spec)
  const notify: unknown = row.notify === null ? null : JSON.parse(row.notify)
  return JobScheduleSchema.parse({ ...row, profile: row.profileId, spec, notify, runsAs: row.ownerName })
}
