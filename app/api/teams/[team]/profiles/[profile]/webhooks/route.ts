import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createWebhook, listWebhooks } from '#lib/server/profiles/job-webhooks.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { CreateJobWebhookSchema, JobWebhookPageSchema, JobWebhookSchema } from '#lib/shared/job-notify.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The webhooks that the jobs of a profile may tell of their end.',
    action: 'webhook.read',
    profileRight: 'see',
    params,
    response: JobWebhookPageSchema,
  },
  async ({ team, params: { profile } }) => ({
    items: await listWebhooks({ teamId: team.id, profileId: profile }),
    next: null,
  }),
)

export const POST = teamRoute(
  {
    summary: 'Adds a webhook; its address and the key that signs what it is told are sealed.',
    action: 'webhook.write',
    profileRight: 'edit',
    params,
    body: CreateJobWebhookSchema,
    response: JobWebhookSchema,
    status: 201,
  },
  ({ team, member, params: { profile }, body }) =>
    createWebhook({ teamId: team.id, profileId: profile, actor: member, input: body }),
)
