import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { deleteFilter, updateFilter } from '#lib/server/live/saved-filters.ts'
import { SavedFilterSchema, UpdateFilterSchema } from '#lib/shared/filter.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ filter: IdSchema })

export const PATCH = teamRoute(
  {
    summary: 'Renames a saved filter, or changes what it looks for.',
    action: 'filter.write',
    params,
    body: UpdateFilterSchema,
    response: SavedFilterSchema,
  },
  ({ member, params: { filter }, body }) => updateFilter(member, filter, body),
)

export const DELETE = teamRoute(
  { summary: 'Deletes a saved filter.', action: 'filter.write', params },
  ({ member, params: { filter } }) => deleteFilter(member, filter),
)
