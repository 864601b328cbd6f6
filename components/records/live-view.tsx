'use client'

import { useQuery } from '@tanstack/react-query'
import { useReducer, useRef, useState } from 'react'
import { useCommands } from '#components/shell/use-commands.ts'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { recordsPath } from '#lib/client/queries/records.ts'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import { type RecordPlace, recordQueryOf } from '#lib/client/record-address.ts'
import { useRecordStream, useStreamGlance } from '#lib/client/record-stream/use-record-stream.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { followReducer } from './follow-state.ts'
import { ListState } from './list-state.tsx'
import { LiveBar } from './live-bar.tsx'
import { PartitionStrip } from './partition-strip.tsx'
import { RecordList } from './record-list.tsx'
import { RecordSide } from './record-side.tsx'
import { StreamNotice } from './stream-notice.tsx'
import { StreamNumbers } from './stream-numbers.tsx'
import { streamStatus } from './stream-status.ts'
import { TopicNeeded } from './topic-needed.tsx'
import { useRecordAddress } from './use-record-address.ts'

export interface LiveViewProps {
  team: string
  profile: Profile
  facts: KafkaFacts
}

/** LiveView is the live page over one topic: what is read, the list of records, and the one that was chosen. */
export function LiveView({ team, profile, facts }: LiveViewProps) {
  const { address, change, adjust } = useRecordAddress()
  const topic = address.topic ?? (facts.topicPrefix ? null : facts.topic)
  const live = address.to === 'live'
  const query = recordQueryOf(address)
  query.delete('from')
  const request =
    topic === null
      ? null
      : {
          path: `${recordsPath(team, profile.id, topic)}?${query}`,
          from: address.from,
          // With a filter, what was passed over might have matched: then every record is read.
          maySkip: live && address.filterText === '',
        }
  const control = useRecordStream(request)
  const { stream, gate } = control
  const glance = useStreamGlance(stream)
  const topics = useQuery(topicsQuery(team, profile.id))
  const [state, dispatch] = useReducer(followReducer, { following: live, base: 0, seen: 0 })
  // The row's number is known at once, so that the next key goes on from it; its record comes a moment later.
  const [cursor, setCursor] = useState<number | null>(null)
  const [chosen, setChosen] = useState<KafkaRecord | null>(null)
  const filterInput = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  // A new reading begins at its own place in the list, which the view tells as soon as the worker knows it.
  const reading = `${request?.path ?? ''} ${address.from} ${glance.origin}`
  const [shown, setShown] = useState('')
  if (shown !== reading) {
    setShown(reading)
    setChosen(null)
    setCursor(null)
    dispatch({ type: 'reset', following: live, origin: glance.origin })
  }

  async function select(sequence: number) {
    setCursor(sequence)
    const record = await stream?.record(sequence)
    if (record === null || record === undefined) return
    setChosen(record)
    adjust({ selected: { partition: record.partition, offset: record.offset } })
  }

  function pause() {
    dispatch({ type: 'pause', first: glance.first, end: glance.end })
  }

  function toggleFollow() {
    if (state.following) pause()
    else dispatch({ type: 'follow' })
  }

  function close() {
    setChosen(null)
    setCursor(null)
    adjust({ selected: null })
  }

  useShortcuts([
    { keys: 'f', label: 'Follow or pause', group: 'Live', run: toggleFollow },
    { keys: '/', label: 'Filter', group: 'Live', run: () => filterInput.current?.focus() },
    {
      keys: 's',
      label: 'Stop or start reading',
      group: 'Live',
      run: gate === 'stopped' ? control.start : control.stop,
    },
  ])
  useCommands(
    (topics.data?.items ?? []).map((each) => ({
      id: `topic ${each.name}`,
      title: each.name,
      group: 'Topics',
      hint: 'read live',
      run: () => change({ topic: each.name, partitions: null, selected: null }),
    })),
  )

  const status = streamStatus(glance, gate, live)
  const filtered = address.filterText !== ''
  const known = topics.data?.items.find((each) => each.name === topic)
  const partitions =
    known?.partitions.map((each) => each.partition) ?? glance.partitions.map((each) => each.partition)
  const selected = address.selected
  return (
    <div className="flex h-[max(40rem,calc(100dvh-10.25rem))] min-h-0 flex-col gap-2">
      <LiveBar
        address={address}
        topic={topic}
        topics={topics.data?.items ?? []}
        partitions={partitions}
        filterInput={filterInput}
        status={status}
        following={state.following}
        fresh={state.following ? 0 : Math.max(0, glance.end - Math.max(state.seen, glance.first))}
        canFollow={glance.phase !== 'ended' || glance.end > glance.first}
        control={control}
        onChange={(part) => change({ ...part, selected: null })}
        onAdjust={adjust}
        onFollow={() => dispatch({ type: 'follow' })}
        onPause={pause}
      />
      {topic === null ? (
        <TopicNeeded facts={facts} topics={topics} onChoose={(name) => change({ topic: name })} />
      ) : (
        <>
          <StreamNumbers view={glance} filtered={filtered} />
          {glance.partitions.length > 0 && <PartitionStrip facts={glance} />}
          <StreamNotice view={glance} status={status} topic={topic} facts={facts} control={control} />
          {(glance.phase !== 'failed' || glance.end > glance.first || selected !== null) && (
            <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] gap-2 lg:auto-cols-[minmax(24rem,30rem)] lg:grid-flow-col lg:grid-cols-[minmax(0,1fr)]">
              <div className="relative flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface">
                <RecordList
                  stream={stream}
                  state={state}
                  dispatch={dispatch}
                  selected={selected}
                  cursor={cursor}
                  onSelect={(sequence) => void select(sequence)}
                  onOpen={() => heading.current?.focus()}
                  onLeave={close}
                  times={address.times}
                  mayFollow={live && glance.phase !== 'ended' && glance.phase !== 'failed'}
                  empty={
                    <ListState view={glance} status={status} topic={topic} filtered={filtered} live={live} />
                  }
                />
              </div>
              {selected !== null && (
                <RecordSide
                  options={{
                    team,
                    profile: profile.id,
                    topic,
                    place: selected,
                    kept: isAt(chosen, selected),
                  }}
                  heading={heading}
                  onStep={
                    cursor === null
                      ? null
                      : (step) => void select(clamp(cursor + step, glance.first, glance.end - 1))
                  }
                  onClose={close}
                />
              )}
            </div>
          )}
        </>
      )}
    </div>
  )
}

/** The list's copy of a record, when it is the one that the address names. */
function isAt(record: KafkaRecord | null, place: RecordPlace): KafkaRecord | null {
  return record?.partition === place.partition && record.offset === place.offset ? record : null
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
