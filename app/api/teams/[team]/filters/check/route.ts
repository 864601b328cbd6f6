import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { checkFilter } from '#lib/server/live/saved-filters.ts'
import { CheckedFilterSchema, FilterSpecSchema } from '#lib/shared/filter.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Says what is wrong with a filter, and where, before anything is read. Stores nothing.',
    action: 'filter.read',
    body: FilterSpecSchema,
    response: CheckedFilterSchema,
  },
  ({ body }) => checkFilter(body),
)
