import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listNotices } from '#lib/server/jobs/notices/list-notices.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobNoticePageSchema } from '#lib/shared/job-notify.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Who was told of a job’s end, or why not.',
    action: 'job.read',
    profileRight: 'see',
    params: z.object({ job: IdSchema }),
    response: JobNoticePageSchema,
  },
  async ({ team, params: { job } }) => ({
    items: await listNotices({ teamId: team.id, jobId: job }),
    next: null,
  }),
)
