import 'server-only'
import { warmReader } from '#lib/kafka/read-records.ts'
import { createTopic, describeTopic, listTopics } from '#lib/kafka/topics.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { CreateTopic, TopicFacts } from '#lib/shared/topic.ts'
import type { Viewer } from './read-profile-records.ts'

type Asking = Viewer & { readonly signal: AbortSignal }

/**
 * listProfileTopics gives the topics that the profile's user may see, a page at a time by name. Who looks at topics will
 * read one soon: the reader connects ahead.
 */
export async function listProfileTopics({
  after,
  limit,
  signal,
  ...viewer
}: Asking & { readonly after?: string | undefined; readonly limit: number }): Promise<{
  items: TopicFacts[]
  next: string | null
}> {
  const opened = await openProfile(viewer)
  const target = opened.target()
  warmReader(target)
  const topics = await listTopics(target, { signal })
  const rest = after === undefined ? topics : topics.filter(({ name }) => name > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? (items.at(-1)?.name ?? null) : null }
}

/** getProfileTopic gives one topic with its offsets. */
export async function getProfileTopic({
  topic,
  signal,
  ...viewer
}: Asking & { readonly topic: string }): Promise<TopicFacts> {
  const opened = await openProfile(viewer)
  const target = opened.target()
  warmReader(target)
  return describeTopic(target, topic, { signal })
}

/** createProfileTopic creates a topic as the profile's user. */
export async function createProfileTopic({
  topic,
  signal,
  ...viewer
}: Asking & { readonly topic: CreateTopic }): Promise<TopicFacts> {
  const opened = await openProfile(viewer)
  return createTopic(opened.target(), topic, { signal })
}
