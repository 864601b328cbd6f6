import 'server-only'
import { z } from 'zod'
import { listProfileGroups } from '#lib/server/groups/profile-groups.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { GroupPageSchema, MAX_GROUP_ID } from '#lib/shared/group.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

/** Each group of a page costs the cluster a question of its own. */
const MAX_PAGE = 200
const DEFAULT_PAGE = 50

export const GET = teamRoute(
  {
    summary: 'The consumer groups that this profile reaches: state, members, lag',
    action: 'group.read',
    profileRight: 'use',
    params: z.object({ profile: IdSchema }),
    query: z.strictObject({
      after: z.string().max(MAX_GROUP_ID).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
      /** Only ids that contain it, whatever the case of letters. */
      search: z.string().max(MAX_GROUP_ID).optional(),
    }),
    response: GroupPageSchema,
  },
  ({ team, member, params, query, signal }) =>
    listProfileGroups({ teamId: team.id, profileId: params.profile, actor: member, ...query, signal }),
)
