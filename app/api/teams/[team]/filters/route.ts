import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createFilter, listFilters } from '#lib/server/live/saved-filters.ts'
import { CreateFilterSchema, SavedFilterPageSchema, SavedFilterSchema } from '#lib/shared/filter.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  { summary: 'The team’s saved filters, by name.', action: 'filter.read', response: SavedFilterPageSchema },
  async ({ member }) => ({ items: await listFilters(member.teamId), next: null }),
)

export const POST = teamRoute(
  {
    summary: 'Saves a filter under a name that the team has not used yet.',
    action: 'filter.write',
    body: CreateFilterSchema,
    response: SavedFilterSchema,
    status: 201,
  },
  ({ member, body }) => createFilter(member, body),
)
