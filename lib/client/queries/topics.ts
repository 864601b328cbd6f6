import { queryOptions } from '@tanstack/react-query'
import { TopicFactsSchema } from '#lib/shared/topic.ts'
import { fetchJson } from '../api.ts'
import { listAll } from '../list-all.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** topicQuery is one topic with its offsets, and how long it keeps records where the profile's user may know that. */
export function topicQuery(team: string, profile: string, topic: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'topics', profile, topic],
    queryFn: ({ signal }) =>
      fetchJson(TopicFactsSchema, `${profilePath(team, profile)}/topics/${topic}`, { signal }),
    staleTime: 30_000,
    retry: false,
  })
}

/** topicsQuery: the topics that the profile's user may see. The cluster is asked, so it is kept for half a minute. */
export function topicsQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'topics', profile],
    queryFn: ({ signal }) => listAll(TopicFactsSchema, `${profilePath(team, profile)}/topics`, signal),
    staleTime: 30_000,
    retry: false,
  })
}
