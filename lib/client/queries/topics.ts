import { queryOptions } from '@tanstack/react-query'
import { TopicFactsSchema } from '#lib/shared/topic.ts'
import { listAll } from '../list-all.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** topicsQuery: the topics that the profile's user may see. The cluster is asked, so it is kept for half a minute. */
export function topicsQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'topics', profile],
    queryFn: ({ signal }) => listAll(TopicFactsSchema, `${profilePath(team, profile)}/topics`, signal),
    staleTime: 30_000,
    retry: false,
  })
}
