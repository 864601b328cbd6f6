import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { pushProfile } from '#lib/server/profiles/push-profile.ts'
import { CreateProfileSchema } from '#lib/shared/profile.ts'
import { PushedProfileSchema } from '#lib/shared/push.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary:
      'Stores a paste as a profile or as a waiting version of the one it continues; the same paste again changes nothing.',
    action: 'profile.create',
    body: CreateProfileSchema,
    response: PushedProfileSchema,
  },
  ({ member, body }) => pushProfile({ member, input: body }),
)
