import 'server-only'
import { timeOf } from '#lib/kafka/time-of.ts'
import { topicHistogram } from '#lib/kafka/topic-histogram.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { Histogram, HistogramQuery } from '#lib/shared/histogram.ts'
import type { Viewer } from './read-profile-records.ts'

/** getProfileHistogram counts a topic's records over time as the profile's user. Throws `bad_request` for a time that is none. */
export async function getProfileHistogram({
  topic,
  query,
  signal,
  ...viewer
}: Viewer & {
  readonly topic: string
  readonly query: HistogramQuery
  readonly signal: AbortSignal
}): Promise<Histogram> {
  const [from, to] = [timeIn('from', query.from), timeIn('to', query.to)]
  if (from !== undefined && to !== undefined && to <= from) {
    throw new AppError({
      code: 'bad_request',
      field: 'to',
      message: 'The window ends before it begins.',
      advice: 'Choose an end after the beginning.',
    })
  }
  const opened = await openProfile(viewer)
  return topicHistogram(opened.target(), { topic, from, to, buckets: query.buckets, signal })
}

function timeIn(field: 'from' | 'to', text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = timeOf(text)
  if (time !== null) return time
  throw new AppError({
    code: 'bad_request',
    field,
    message: `"${field}" is no time.`,
    advice: 'Write it as 2026-01-31T00:00:00Z, or as milliseconds since 1970.',
  })
}
