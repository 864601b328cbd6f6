import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { JobQuerySchema, listJobs } from '#lib/server/jobs/list-jobs.ts'
import { startJob } from '#lib/server/jobs/start-job.ts'
import { JobPageSchema, JobSchema, StartJobSchema } from '#lib/shared/job.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The jobs of the team, the newest first.',
    action: 'job.list',
    query: JobQuerySchema,
    response: JobPageSchema,
  },
  ({ member, query }) => listJobs({ member, ...query }),
)

export const POST = teamRoute(
  {
    summary: 'Starts a job: it runs on the server, whether or not anybody watches.',
    action: 'job.start',
    body: StartJobSchema,
    response: JobSchema,
    status: 201,
  },
  ({ member, body }) => startJob({ member, input: body }),
)
