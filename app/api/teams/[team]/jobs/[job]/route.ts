import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { cancelJob } from '#lib/server/jobs/cancel-job.ts'
import { changeNotify } from '#lib/server/jobs/change-notify.ts'
import { getJob } from '#lib/server/jobs/list-jobs.ts'
import { maySeeSamples, withoutSamples } from '#lib/server/jobs/record-samples.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobSchema } from '#lib/shared/job.ts'
import { JobNotifySchema } from '#lib/shared/job-notify.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ job: IdSchema })

export const GET = teamRoute(
  { summary: 'One job.', action: 'job.read', profileRight: 'see', params, response: JobSchema },
  async ({ team, member, rights, params }) => {
    const job = await getJob({ teamId: team.id, jobId: params.job })
    return maySeeSamples(member, rights) ? job : withoutSamples(job)
  },
)

export const PATCH = teamRoute(
  {
    summary: 'Says who is told of the end of a job that has not ended.',
    action: 'job.start',
    profileRight: 'use',
    params,
    body: z.strictObject({ notify: JobNotifySchema.nullable() }),
    response: JobSchema,
  },
  ({ team, params: { job }, body }) => changeNotify({ teamId: team.id, jobId: job, ...body }),
)

export const DELETE = teamRoute(
  {
    summary: 'Cancels a job; one that has ended stays as it is.',
    action: 'job.cancel',
    profileRight: 'use',
    params,
    response: JobSchema,
  },
  ({ team, member, params: { job } }) => cancelJob({ teamId: team.id, jobId: job, actor: member }),
)
