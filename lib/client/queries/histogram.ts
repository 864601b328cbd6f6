import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { HistogramSchema } from '#lib/shared/histogram.ts'
import { fetchJson } from '../api.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** While a topic is followed, its newest bars are looked up this often. */
const REFRESH_MS = 5_000

/** HistogramWindow is a span in milliseconds since 1970; an end that is left out is the topic's own. */
export interface HistogramWindow {
  readonly from?: number
  readonly to?: number
}

/** histogramQuery: how many records a topic holds over time. The last answer stays on screen until the next is there. */
export function histogramQuery(
  team: string,
  profile: string,
  topic: string,
  options: { readonly window: HistogramWindow; readonly live: boolean },
) {
  const { from, to } = options.window
  const query = new URLSearchParams()
  if (from !== undefined) query.set('from', String(from))
  if (to !== undefined) query.set('to', String(to))
  return queryOptions({
    queryKey: [...profilesKey(team), 'histogram', profile, topic, query.toString()],
    queryFn: ({ signal }) =>
      fetchJson(
        HistogramSchema,
        `${profilePath(team, profile)}/topics/${encodeURIComponent(topic)}/histogram?${query}`,
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: options.live ? REFRESH_MS : false,
    staleTime: REFRESH_MS,
    retry: false,
  })
}
