'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiFailure } from '#lib/client/api.ts'
import { type RecordWish, recordQuery } from '#lib/client/queries/records.ts'
import type { RecordPlace } from '#lib/client/record-address.ts'
import { DEFAULT_MAX_VALUE_BYTES, type KafkaRecord, MAX_VALUE_BYTES } from '#lib/shared/record.ts'

/** A held arrow key passes thirty records a second: only one that is rested on is fetched. */
const REST_MS = 150

export interface SelectedRecord {
  place: RecordPlace
  record: KafkaRecord | null
  loading: boolean
  error: ApiFailure | null
  /** It was deleted since the list had it, or since its address was written. */
  gone: boolean
  /** Fetches all of a record that is longer than what is shown at once; null when there is no more, or it comes. */
  loadWhole: (() => void) | null
}

export interface SelectedOptions extends RecordWish {
  /** What the list had of it, possibly cut; null when it came by an address. */
  kept: KafkaRecord | null
}

/**
 * useSelectedRecord gives the record in view: what the list has at once, then the first 20 KiB of each of its parts
 * from the server, and the whole of it when somebody asks.
 */
export function useSelectedRecord({ kept, ...wish }: SelectedOptions): SelectedRecord {
  const { topic, place } = wish
  const name = `${topic}:${place.partition}:${place.offset}`
  const [rested, setRested] = useState<string | null>(null)
  const [asked, setAsked] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(name), REST_MS)
    return () => clearTimeout(timer)
  }, [name])

  const cut = kept === null || isCut(kept)
  const first = useQuery({
    ...recordQuery(wish, DEFAULT_MAX_VALUE_BYTES),
    enabled: cut && rested === name,
  })
  const longer = first.data !== undefined && isCut(first.data)
  const whole = useQuery({ ...recordQuery(wish, MAX_VALUE_BYTES), enabled: longer && asked === name })
  const failed = whole.error ?? first.error
  const gone = failed instanceof ApiFailure && failed.status === 404

  function loadWhole() {
    if (asked === name) void whole.refetch()
    else setAsked(name)
  }

  return {
    place,
    record: whole.data ?? first.data ?? kept,
    loading: first.isFetching || whole.isFetching || (kept === null && first.isPending && rested !== name),
    error: failed instanceof ApiFailure && !gone ? failed : null,
    gone,
    loadWhole: longer && whole.data === undefined && !gone ? loadWhole : null,
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
