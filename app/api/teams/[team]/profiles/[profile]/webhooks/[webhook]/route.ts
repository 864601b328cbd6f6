import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { deleteWebhook } from '#lib/server/profiles/job-webhooks.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = teamRoute(
  {
    summary: 'Takes a webhook away, with what is sealed of it.',
    action: 'webhook.write',
    profileRight: 'edit',
    params: z.object({ profile: IdSchema, webhook: IdSchema }),
  },
  ({ team, member, params: { profile, webhook } }) =>
    deleteWebhook({ teamId: team.id, profileId: profile, webhookId: webhook, actor: member }),
)
