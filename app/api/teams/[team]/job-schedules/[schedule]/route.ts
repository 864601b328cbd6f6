import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { deleteSchedule, getSchedule, updateSchedule } from '#lib/server/jobs/schedules/job-schedules.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobScheduleSchema, UpdateJobScheduleSchema } from '#lib/shared/job-schedule.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ schedule: IdSchema })

export const GET = teamRoute(
  { summary: 'One schedule.', action: 'schedule.read', params, response: JobScheduleSchema },
  ({ member, params: { schedule } }) => getSchedule(member, schedule),
)

export const PATCH = teamRoute(
  {
    summary: 'Pauses a schedule, lets it go on, or changes it: then it runs as who changed it.',
    action: 'schedule.write',
    params,
    body: UpdateJobScheduleSchema,
    response: JobScheduleSchema,
  },
  ({ member, params: { schedule }, body }) => updateSchedule(member, schedule, body),
)

export const DELETE = teamRoute(
  { summary: 'Ends a schedule; the jobs that it started stay.', action: 'schedule.write', params },
  ({ member, params: { schedule } }) => deleteSchedule(member, schedule),
)
