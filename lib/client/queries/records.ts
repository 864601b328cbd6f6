import { queryOptions } from '@tanstack/react-query'
import { KafkaRecordSchema, MAX_VALUE_BYTES } from '#lib/shared/record.ts'
import { fetchJson } from '../api.ts'
import type { RecordPlace } from '../record-address.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** recordsPath is where a topic's records are: streamed by GET, one of them under `/{partition}/{offset}`. */
export function recordsPath(team: string, profile: string, topic: string): string {
  return `${profilePath(team, profile)}/topics/${encodeURIComponent(topic)}/records`
}

/** recordQuery: one record, whole. A record never changes while it exists, so it is asked for once. */
export function recordQuery(team: string, profile: string, topic: string, place: RecordPlace) {
  const { partition, offset } = place
  return queryOptions({
    queryKey: [...profilesKey(team), 'record', profile, topic, partition, offset],
    queryFn: ({ signal }) =>
      fetchJson(
        KafkaRecordSchema,
        `${recordsPath(team, profile, topic)}/${partition}/${offset}?max_value_bytes=${MAX_VALUE_BYTES}`,
        { signal },
      ),
    staleTime: Number.POSITIVE_INFINITY,
    // Whole values are up to 16 MiB: they do not stay once nobody looks.
    gcTime: 30_000,
    retry: false,
  })
}
