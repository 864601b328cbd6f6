import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { previewTimes } from '#lib/server/jobs/schedules/job-schedules.ts'
import { NextRunsSchema, ScheduleTimesSchema } from '#lib/shared/job-schedule.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary:
      'The next five times of a line of cron in a time zone, or what is wrong with it. Stores nothing.',
    action: 'schedule.read',
    body: ScheduleTimesSchema,
    response: NextRunsSchema,
  },
  ({ body }) => previewTimes(body),
)
