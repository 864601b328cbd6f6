import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listDeletedProfiles } from '#lib/server/profiles/deleted-profiles.ts'
import { PageQuerySchema } from '#lib/server/profiles/list-profiles.ts'
import { DeletedProfilePageSchema } from '#lib/shared/deleted-profile.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Deleted profiles that can still be restored, the last deleted first.',
    action: 'profile.restore',
    query: PageQuerySchema,
    response: DeletedProfilePageSchema,
  },
  ({ member, query }) => listDeletedProfiles({ member, ...query }),
)
