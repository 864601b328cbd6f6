'use client'

import { useReducer, useState } from 'react'
import { isFiltered } from '#lib/client/filter-draft.ts'
import { recordsPath } from '#lib/client/queries/records.ts'
import { type RecordAddress, type RecordPlace, recordQueryOf } from '#lib/client/record-address.ts'
import type { StreamView } from '#lib/client/record-stream/protocol.ts'
import { SCAN_BUDGET_BYTES } from '#lib/client/record-stream/scan-budget.ts'
import {
  type UseRecordStream,
  useRecordStream,
  useStreamGlance,
} from '#lib/client/record-stream/use-record-stream.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { type FollowAction, type FollowState, followReducer } from './follow-state.ts'

/** Records of a topic have the same fields mostly. */
const HELD_SAMPLE = 10

export interface LiveReadingOptions {
  team: string
  profile: string
  /** Null reads nothing. */
  topic: string | null
  address: RecordAddress
  adjust: (part: Partial<RecordAddress>) => void
}

export interface LiveReading {
  control: UseRecordStream
  /** The state of the reading, four times a second. */
  glance: StreamView
  live: boolean
  state: FollowState
  dispatch: (action: FollowAction) => void
  follow: () => void
  pause: () => void
  /** The chosen row's number, when it was chosen in this list. */
  cursor: number | null
  /** What the list has of the record that the address names. */
  kept: KafkaRecord | null
  /** Chooses a row by its number. */
  select: (sequence: number) => void
  /** Chooses a neighbour of the chosen row, or the newest row when none is chosen. */
  step: (by: number) => void
  close: () => void
  /** The newest few of the records that are held. */
  held: () => Promise<readonly KafkaRecord[]>
}

/** useLiveReading reads a topic as an address says, follows or stays, and knows which record is looked at. */
export function useLiveReading({ team, profile, topic, address, adjust }: LiveReadingOptions): LiveReading {
  const live = address.to === 'live'
  const query = recordQueryOf(address)
  query.delete('from')
  if (!live) query.set('max_read_bytes', String(SCAN_BUDGET_BYTES))
  const request =
    topic === null
      ? null
      : {
          path: `${recordsPath(team, profile, topic)}?${query}`,
          from: address.from,
          // With a filter, what was passed over might have matched: then every record is read.
          maySkip: live && !isFiltered(address),
        }
  const control = useRecordStream(request)
  const glance = useStreamGlance(control.stream)
  const [state, dispatch] = useReducer(followReducer, { following: live, base: 0, seen: 0 })
  // The row's number is known at once, so that the next key goes on from it; its record comes a moment later.
  const [cursor, setCursor] = useState<number | null>(null)
  const [chosen, setChosen] = useState<KafkaRecord | null>(null)

  // A new reading begins at its own place in the list, which the view tells as soon as the worker knows it.
  const reading = `${request?.path ?? ''} ${address.from} ${glance.origin}`
  const [shown, setShown] = useState('')
  if (shown !== reading) {
    setShown(reading)
    setChosen(null)
    setCursor(null)
    dispatch({ type: 'reset', following: live, origin: glance.origin })
  }

  const pause = () => dispatch({ type: 'pause', first: glance.first, end: glance.end })

  async function select(sequence: number) {
    pause()
    setCursor(sequence)
    const record = await control.stream?.record(sequence)
    if (record === null || record === undefined) return
    setChosen(record)
    adjust({ selected: { partition: record.partition, offset: record.offset } })
  }

  function step(by: number) {
    if (glance.end === glance.first) return
    const to = cursor === null ? glance.end - 1 : cursor + by
    void select(Math.min(Math.max(to, glance.first), glance.end - 1))
  }

  async function held(): Promise<readonly KafkaRecord[]> {
    const { stream } = control
    if (!stream) return []
    const count = Math.min(HELD_SAMPLE, glance.end - glance.first)
    const asked = Array.from({ length: count }, (_, back) => stream.record(glance.end - 1 - back))
    return (await Promise.all(asked)).filter((record) => record !== null)
  }

  function close() {
    setChosen(null)
    setCursor(null)
    adjust({ selected: null })
  }

  return {
    control,
    glance,
    live,
    state,
    dispatch,
    follow: () => dispatch({ type: 'follow' }),
    pause,
    cursor,
    kept: isAt(chosen, address.selected),
    select: (sequence) => void select(sequence),
    step,
    close,
    held,
  }
}

/** The list's copy of a record, when it is the one that the address names. */
function isAt(record: KafkaRecord | null, place: RecordPlace | null): KafkaRecord | null {
  return record?.partition === place?.partition && record?.offset === place?.offset ? record : null
}
