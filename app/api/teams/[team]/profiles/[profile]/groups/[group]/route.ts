import 'server-only'
import { z } from 'zod'
import { deleteProfileGroup, resetProfileGroup } from '#lib/server/groups/change-group.ts'
import { getProfileGroup } from '#lib/server/groups/profile-groups.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { GroupFactsSchema, GroupIdSchema, ResetGroupSchema, ResetResultSchema } from '#lib/shared/group.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema, group: GroupIdSchema })

export const GET = teamRoute(
  {
    summary: 'One consumer group: members, committed offsets, lag, and what may be done with it',
    action: 'group.read',
    profileRight: 'use',
    params,
    response: GroupFactsSchema,
  },
  ({ team, member, params: { profile, group }, signal }) =>
    getProfileGroup({ teamId: team.id, profileId: profile, actor: member, group, signal }),
)

export const PATCH = teamRoute(
  {
    summary: 'Move a group’s committed offsets; a dry run unless dryRun is false',
    action: 'group.reset',
    profileRight: 'use',
    params,
    body: ResetGroupSchema,
    response: ResetResultSchema,
  },
  ({ team, member, params: { profile, group }, body, signal }) =>
    resetProfileGroup({ teamId: team.id, profileId: profile, actor: member, group, reset: body, signal }),
)

export const DELETE = teamRoute(
  {
    summary: 'Delete a group and its committed offsets',
    action: 'group.delete',
    profileRight: 'use',
    params,
  },
  ({ team, member, params: { profile, group }, signal }) =>
    deleteProfileGroup({ teamId: team.id, profileId: profile, actor: member, group, signal }),
)
