'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { formatFieldPath } from '#lib/client/field-path.ts'
import { isFiltered } from '#lib/client/filter-draft.ts'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import { defaultAddress, type RecordAddress } from '#lib/client/record-address.ts'
import { addColumn, type RecordColumn } from '#lib/client/record-columns.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { ExportControl } from './export-control.tsx'
import { filterOfField } from './filter-of-field.ts'
import { ListState } from './list-state.tsx'
import { LiveBar } from './live-bar.tsx'
import { copySearchLink, LiveTools } from './live-tools.tsx'
import { PartitionStrip } from './partition-strip.tsx'
import { type RecordActions, RecordActionsProvider } from './record-actions.ts'
import { RecordList } from './record-list.tsx'
import { RecordSide } from './record-side.tsx'
import { StreamNotice } from './stream-notice.tsx'
import { StreamNumbers } from './stream-numbers.tsx'
import { streamStatus } from './stream-status.ts'
import { TopicHistogram } from './topic-histogram.tsx'
import { TopicNeeded } from './topic-needed.tsx'
import { useColumns } from './use-columns.ts'
import { useLiveKeys } from './use-live-keys.ts'
import { useLiveReading } from './use-live-reading.ts'
import { useMedia } from './use-media.ts'
import { useProduceAgain } from './use-produce-again.ts'

export interface LiveViewProps {
  team: string
  profile: Profile
  facts: KafkaFacts
  address: RecordAddress
  /** Changes what is read, a step that Back undoes; adjust changes only how it is looked at. */
  change: (part: Partial<RecordAddress>) => void
  adjust: (part: Partial<RecordAddress>) => void
  /** The only one on the page: then a record stands beside the list where there is room. */
  alone: boolean
  /** The one that the page's keys act on. */
  active: boolean
  onAdd: ((address: RecordAddress) => void) | null
  onClose: (() => void) | null
}

/** LiveView is one topic live: what is read, the list of records, and the one that was chosen. */
export function LiveView(props: LiveViewProps) {
  const { team, profile, facts, address, change, adjust, alone, active, onAdd, onClose } = props
  const topic = address.topic ?? (facts.topicPrefix ? null : facts.topic)
  const reading = useLiveReading({ team, profile: profile.id, topic, address, adjust })
  const { control, glance, live, state } = reading
  const topics = useQuery(topicsQuery(team, profile.id))
  const known = topics.data?.items ?? []
  const { columns, setColumns } = useColumns({
    topic: `${profile.id}.${topic ?? ''}`,
    asked: address.columns,
    onChange: useCallback((next) => adjust({ columns: next }), [adjust]),
  })
  const [columnsOpen, setColumnsOpen] = useState(false)
  const filterInput = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const beside = useMedia('(min-width: 1024px)') && alone
  const produceAgain = useProduceAgain({ team, profile, topic })

  const read = (part: Partial<RecordAddress>) => change({ ...part, selected: null })
  const openBeside =
    onAdd === null
      ? null
      : (name: string | null) => onAdd({ ...defaultAddress, topic: name ?? topic, times: address.times })
  useLiveKeys({
    active,
    reading,
    topics: known,
    filterInput,
    onColumns: () => setColumnsOpen(true),
    onCopyLink: () => void copySearchLink(address, columns),
    onTopic: (name) => read({ topic: name, partitions: null, columns: null }),
    onBeside: openBeside,
    onClosePane: onClose,
  })
  const actions = useActions({ address, columns, setColumns, read })

  const status = streamStatus(glance, control.gate, live)
  const filtered = isFiltered(address)
  const found = known.find((each) => each.name === topic)
  const { selected } = address
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col gap-2">
      <LiveBar
        team={team}
        address={address}
        topic={topic}
        topics={known}
        partitions={(found ?? glance).partitions.map((each) => each.partition)}
        filterInput={filterInput}
        status={status}
        reading={reading}
        profile={profile.id}
        onChange={(part) => read('topic' in part ? { ...part, columns: null } : part)}
        tools={
          <LiveTools
            address={address}
            stream={control.stream}
            columns={columns}
            columnsOpen={columnsOpen}
            onColumnsOpen={setColumnsOpen}
            onColumns={setColumns}
            onAdjust={adjust}
            onAdd={openBeside === null ? null : () => openBeside(null)}
            onClose={onClose}
          >
            {topic !== null && (
              <ExportControl team={team} profile={profile} topic={topic} address={address} />
            )}
          </LiveTools>
        }
      />
      {topic === null ? (
        <TopicNeeded facts={facts} topics={topics} onChoose={(name) => change({ topic: name })} />
      ) : (
        <>
          <StreamNumbers view={glance} filtered={filtered} live={live} />
          <TopicHistogram
            key={topic}
            team={team}
            profile={profile.id}
            topic={topic}
            address={address}
            reading={glance.partitions}
            running={glance.phase === 'reading'}
            onChange={(range) => change({ ...range, selected: null })}
          />
          {glance.partitions.length > 0 && <PartitionStrip facts={glance} />}
          <StreamNotice view={glance} status={status} topic={topic} facts={facts} control={control} />
          {(glance.phase !== 'failed' || glance.end > glance.first || selected !== null) && (
            <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] gap-2 lg:auto-cols-[minmax(24rem,30rem)] lg:grid-flow-col lg:grid-cols-[minmax(0,1fr)]">
              <div className="relative flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface">
                <RecordList
                  grid={list}
                  stream={control.stream}
                  state={state}
                  dispatch={reading.dispatch}
                  selected={selected}
                  cursor={reading.cursor}
                  onSelect={reading.select}
                  onOpen={() => heading.current?.focus()}
                  onLeave={reading.close}
                  times={address.times}
                  columns={columns}
                  onColumns={setColumns}
                  mayFollow={live && glance.phase !== 'ended' && glance.phase !== 'failed'}
                  empty={
                    <ListState view={glance} status={status} topic={topic} filtered={filtered} live={live} />
                  }
                />
              </div>
              {selected !== null && (
                <RecordActionsProvider value={actions}>
                  <RecordSide
                    options={{
                      team,
                      profile: profile.id,
                      topic,
                      place: selected,
                      decoders: { key: address.keyDecoder, value: address.valueDecoder },
                      kept: reading.kept,
                    }}
                    heading={heading}
                    times={address.times}
                    beside={beside}
                    onStep={reading.cursor === null ? null : reading.step}
                    onClose={reading.close}
                    onProduceAgain={produceAgain}
                    onLeave={() => list.current?.focus()}
                  />
                </RecordActionsProvider>
              )}
            </div>
          )}
        </>
      )}
    </div>
  )
}

interface ActionOptions {
  address: RecordAddress
  columns: readonly RecordColumn[]
  setColumns: (columns: readonly RecordColumn[]) => void
  read: (part: Partial<RecordAddress>) => void
}

/** What a field of the shown record can be used for: the list it came from takes it as a column or a filter. */
function useActions({ address, columns, setColumns, read }: ActionOptions): RecordActions {
  return useMemo(
    () => ({
      column: (path) => setColumns(addColumn(columns, formatFieldPath(path))),
      filter: (path, json) => read(filterOfField(path, json, address)),
    }),
    [address, columns, setColumns, read],
  )
}
