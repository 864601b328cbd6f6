import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createSchedule, listSchedules } from '#lib/server/jobs/schedules/job-schedules.ts'
import {
  CreateJobScheduleSchema,
  JobSchedulePageSchema,
  JobScheduleSchema,
} from '#lib/shared/job-schedule.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The team’s schedules on profiles one may see, by name.',
    action: 'schedule.read',
    response: JobSchedulePageSchema,
  },
  async ({ member }) => ({ items: await listSchedules(member), next: null }),
)

export const POST = teamRoute(
  {
    summary: 'Starts a job again and again, at times of cron in a time zone, as its maker.',
    action: 'schedule.write',
    body: CreateJobScheduleSchema,
    response: JobScheduleSchema,
    status: 201,
  },
  ({ member, body }) => createSchedule(member, body),
)
