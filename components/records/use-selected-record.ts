'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiFailure } from '#lib/client/api.ts'
import { type RecordDecoders, recordQuery } from '#lib/client/queries/records.ts'
import type { RecordPlace } from '#lib/client/record-address.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'

/** Smaller records are fetched whole when they are looked at; larger ones when somebody asks. */
const WHOLE_AT_ONCE_BYTES = 1024 * 1024
/** A held arrow key passes thirty records a second: only one that is rested on is fetched. */
const REST_MS = 150

export interface SelectedRecord {
  place: RecordPlace
  record: KafkaRecord | null
  loading: boolean
  error: ApiFailure | null
  /** Fetches all of a cut record; null when it is whole, or on its way. */
  loadWhole: (() => void) | null
}

export interface SelectedOptions {
  team: string
  profile: string
  topic: string
  place: RecordPlace
  decoders: RecordDecoders
  /** What the list had of it, possibly cut; null when it came by an address. */
  kept: KafkaRecord | null
}

/** useSelectedRecord gives the record in view: what the list has at once, and the whole of it from the server. */
export function useSelectedRecord({
  team,
  profile,
  topic,
  place,
  decoders,
  kept,
}: SelectedOptions): SelectedRecord {
  const name = `${topic}:${place.partition}:${place.offset}`
  const [rested, setRested] = useState<string | null>(null)
  const [asked, setAsked] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(name), REST_MS)
    return () => clearTimeout(timer)
  }, [name])

  const cut = kept === null || isCut(kept)
  const small = kept === null || sizeOf(kept) <= WHOLE_AT_ONCE_BYTES
  const enabled = cut && (small ? rested === name : asked === name)
  const query = useQuery({ ...recordQuery(team, profile, topic, place, decoders), enabled })
  const gone = query.error instanceof ApiFailure && query.error.status === 404
  return {
    place,
    record: query.data ?? kept,
    loading: query.isFetching || (kept === null && query.isPending && rested !== name),
    error: query.error instanceof ApiFailure && !gone ? query.error : null,
    loadWhole: cut && !small && query.data === undefined ? () => setAsked(name) : null,
  }
}

/** isCut tells whether only the beginning of something in a record is here. */
export function isCut(record: KafkaRecord): boolean {
  return (
    record.key?.truncated === true ||
    record.value?.truncated === true ||
    record.key?.decodedTruncated === true ||
    record.value?.decodedTruncated === true ||
    record.headers.some(([, value]) => value?.truncated)
  )
}

function sizeOf(record: KafkaRecord): number {
  return (record.keySize ?? 0) + (record.valueSize ?? 0)
}
