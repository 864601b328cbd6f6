import 'server-only'
import { z } from 'zod'
import { streamResponse } from '#lib/server/http/stream-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { followJob } from '#lib/server/jobs/follow-job.ts'
import { maySeeSamples } from '#lib/server/jobs/record-samples.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobEventSchema } from '#lib/shared/job-event.ts'

export const dynamic = 'force-dynamic'

const SequenceSchema = z.coerce.number().int().min(0)

export const GET = teamRoute(
  {
    summary: 'The journal of a job: what happened after a sequence number, then live until the job ends.',
    action: 'job.read',
    profileRight: 'see',
    params: z.object({ job: IdSchema }),
    query: z.strictObject({ after: SequenceSchema.optional() }),
    stream: JobEventSchema,
  },
  async ({ team, member, rights, params: { job }, query, request, signal }) => {
    // A browser that lost its connection says by this header what it has.
    const seen = SequenceSchema.safeParse(request.headers.get('last-event-id') ?? undefined)
    const after = query.after ?? seen.data ?? 0
    const stop = new AbortController()
    const events = await followJob({
      teamId: team.id,
      jobId: job,
      after,
      samples: maySeeSamples(member, rights),
      signal: AbortSignal.any([signal, stop.signal]),
    })
    return streamResponse({ request, events, onClose: () => stop.abort() })
  },
)
