import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  CheckedFilterSchema,
  type CreateFilter,
  type FilterIssue,
  type FilterSpec,
  SavedFilterPageSchema,
  SavedFilterSchema,
  type UpdateFilter,
} from '#lib/shared/filter.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

export function filtersKey(team: string) {
  return ['teams', team, 'filters'] as const
}

export function filtersQuery(team: string) {
  return queryOptions({
    queryKey: filtersKey(team),
    queryFn: async ({ signal }) =>
      (await fetchJson(SavedFilterPageSchema, `${teamPath(team)}/filters`, { signal })).items,
    staleTime: 10_000,
  })
}

/** checkFilter asks what is wrong with a filter; an empty list says that it can be run. */
export async function checkFilter(
  team: string,
  filter: FilterSpec,
  signal?: AbortSignal,
): Promise<FilterIssue[]> {
  const path = `${teamPath(team)}/filters/check`
  return (await fetchJson(CheckedFilterSchema, path, { body: filter, signal })).issues
}

export function saveFilter(team: string, body: CreateFilter) {
  return fetchJson(SavedFilterSchema, `${teamPath(team)}/filters`, { body })
}

export function changeFilter(team: string, id: string, body: UpdateFilter) {
  return fetchJson(SavedFilterSchema, filterPath(team, id), { method: 'PATCH', body })
}

export async function deleteFilter(team: string, id: string): Promise<void> {
  await fetchJson(z.unknown(), filterPath(team, id), { method: 'DELETE' })
}

function filterPath(team: string, id: string): string {
  return `${teamPath(team)}/filters/${encodeURIComponent(id)}`
}
