import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { moveJobs } from '#lib/server/jobs/move-jobs.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { MovedJobsSchema } from '#lib/shared/rotation.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Moves the jobs that still work with an older version to the current one.',
    action: 'version.promote',
    profileRight: 'edit',
    params: z.object({ profile: IdSchema }),
    response: MovedJobsSchema,
  },
  async ({ member, params: { profile } }) => ({
    items: await moveJobs({ profileId: profile, member }),
  }),
)
