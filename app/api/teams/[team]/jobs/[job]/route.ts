import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { cancelJob } from '#lib/server/jobs/cancel-job.ts'
import { getJob } from '#lib/server/jobs/list-jobs.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobSchema } from '#lib/shared/job.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ job: IdSchema })

export const GET = teamRoute(
  { summary: 'One job.', action: 'job.read', params, response: JobSchema },
  ({ team, params: { job } }) => getJob({ teamId: team.id, jobId: job }),
)

export const DELETE = teamRoute(
  {
    summary: 'Cancels a job; one that has ended stays as it is.',
    action: 'job.cancel',
    params,
    response: JobSchema,
  },
  ({ team, member, params: { job } }) => cancelJob({ teamId: team.id, jobId: job, actor: member }),
)
