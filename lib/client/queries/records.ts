import { queryOptions } from '@tanstack/react-query'
import type { Decoder } from '#lib/shared/decoder.ts'
import { ProducedRecordsSchema, type ProduceRecords } from '#lib/shared/produce.ts'
import { type KafkaRecord, KafkaRecordSchema } from '#lib/shared/record.ts'
import { fetchJson, request, unreadable } from '../api.ts'
import type { RecordPlace } from '../record-address.ts'
import { parseRecordJson } from '../record-json.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** recordsPath is where a topic's records are: streamed by GET, one of them under `/{partition}/{offset}`. */
export function recordsPath(team: string, profile: string, topic: string): string {
  return `${profilePath(team, profile)}/topics/${encodeURIComponent(topic)}/records`
}

/** How a key and a value are to be read; null as the team reads the topic. */
export interface RecordDecoders {
  key: Decoder | null
  value: Decoder | null
}

function queryOf({ key, value }: RecordDecoders, maxBytes: number): URLSearchParams {
  const query = new URLSearchParams({ max_value_bytes: String(maxBytes) })
  if (key !== null) query.set('key', key)
  if (value !== null) query.set('value', value)
  return query
}

async function fetchRecord(path: string, signal: AbortSignal): Promise<KafkaRecord> {
  const response = await request(path, { signal })
  const text = await response.text()
  try {
    return KafkaRecordSchema.parse(parseRecordJson(text))
  } catch (cause) {
    throw unreadable(response.status, cause)
  }
}

/** The record at a place of a topic, and how it is to be read. */
export interface RecordWish {
  team: string
  profile: string
  topic: string
  place: RecordPlace
  decoders: RecordDecoders
}

/**
 * recordQuery: one record, with at most `maxBytes` of its key, its value and each header's value. A record never
 * changes while it exists, so it is asked for once.
 */
export function recordQuery({ team, profile, topic, place, decoders }: RecordWish, maxBytes: number) {
  const { partition, offset } = place
  const path = `${recordsPath(team, profile, topic)}/${partition}/${offset}?${queryOf(decoders, maxBytes)}`
  return queryOptions({
    queryKey: [...profilesKey(team), 'record', path],
    queryFn: ({ signal }) => fetchRecord(path, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // Whole values are up to 16 MiB: they do not stay once nobody looks.
    gcTime: 30_000,
    retry: false,
  })
}

/** produceFew writes records as they are given, and gives where each one went. */
export function produceFew(team: string, profile: string, topic: string, body: ProduceRecords) {
  return fetchJson(ProducedRecordsSchema, recordsPath(team, profile, topic), { body })
}
