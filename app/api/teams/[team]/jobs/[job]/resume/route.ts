import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { resumeJob } from '#lib/server/jobs/resume-job.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobSchema } from '#lib/shared/job.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary:
      'Starts a job that does the rest of one that ended early, where that is sound; else says why not.',
    action: 'job.start',
    profileRight: 'use',
    params: z.object({ job: IdSchema }),
    response: JobSchema,
    status: 201,
  },
  ({ member, params: { job } }) => resumeJob({ member, jobId: job }),
)
