'use client'

import { ArrowDownToLine, Pause, Play, RotateCw, Square } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { formatCompact } from '#components/ui/format.ts'
import { StatusDot } from '#components/ui/status-dot.tsx'
import { filterPartsOf } from '#lib/client/filter-draft.ts'
import type { RecordAddress } from '#lib/client/record-address.ts'
import { zoneOfStyle } from '#lib/client/time-style.ts'
import { type TopicFacts, TopicNameSchema } from '#lib/shared/topic.ts'
import { DecoderControl } from './decoder-control.tsx'
import { FilterControl } from './filter-control.tsx'
import { PartitionControl } from './partition-control.tsx'
import { RangeControl } from './range-control.tsx'
import type { StreamStatus } from './stream-status.ts'
import type { LiveReading } from './use-live-reading.ts'

export interface LiveBarProps {
  team: string
  address: RecordAddress
  topic: string | null
  topics: readonly TopicFacts[]
  partitions: readonly number[]
  filterInput: RefObject<HTMLInputElement | null>
  status: StreamStatus
  reading: LiveReading
  profile: string
  onChange: (part: Partial<RecordAddress>) => void
  /** What is done with the list as a whole. */
  tools: ReactNode
}

/** LiveBar holds what is read and how: topic, partitions, range, filter; follow or pause, stop or start. */
export function LiveBar(props: LiveBarProps) {
  const { team, address, topic, topics, partitions, filterInput, status, reading, profile, onChange, tools } =
    props
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TopicField
        key={topic}
        topic={topic}
        topics={topics}
        onChoose={(name) => onChange({ topic: name, partitions: null })}
      />
      <PartitionControl
        chosen={address.partitions}
        all={partitions}
        onChange={(chosen) => onChange({ partitions: chosen })}
      />
      <RangeControl range={address} zone={zoneOfStyle(address.times)} onChange={onChange} />
      <FilterControl
        team={team}
        topic={topic}
        filter={filterPartsOf(address)}
        input={filterInput}
        held={reading.held}
        onChange={onChange}
      />
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
        <Badge
          tone={status.dot === 'live' ? 'live' : 'neutral'}
          role="status"
          className="h-7! px-2! sm:min-w-22"
        >
          <StatusDot status={status.dot} />
          {status.word}
        </Badge>
        {status.word !== 'Failed' && <FollowButton reading={reading} />}
        <RunButton status={status} control={reading.control} />
        {topic !== null && (
          <DecoderControl
            profile={profile}
            topic={topic}
            keyDecoder={address.keyDecoder}
            valueDecoder={address.valueDecoder}
            onChange={onChange}
            onRegistry={reading.control.restart}
          />
        )}
        {tools}
      </div>
    </div>
  )
}

function FollowButton({ reading }: { reading: LiveReading }) {
  const { state, glance, live, follow, pause } = reading
  const fresh = Math.max(0, glance.end - Math.max(state.seen, glance.first))
  if (state.following) {
    return (
      <Button onClick={pause} className="sm:min-w-28" title="Keep the rows on screen (f)">
        <Pause />
        Pause
      </Button>
    )
  }
  const ended = glance.phase === 'ended'
  return (
    <Button
      variant={ended ? 'secondary' : 'primary'}
      disabled={ended && glance.end === glance.first}
      onClick={follow}
      className="sm:min-w-28"
      title={
        ended
          ? 'Scroll to the last row (f)'
          : live
            ? 'Show the newest as they come (f)'
            : 'Read on to the end of the range (f)'
      }
    >
      <ArrowDownToLine />
      {live ? 'Follow' : 'To the end'}
      {live && fresh > 0 && <span aria-live="off">· {formatCompact(fresh)} new</span>}
    </Button>
  )
}

function RunButton({ status, control }: { status: StreamStatus; control: LiveReading['control'] }) {
  if (status.action === 'restart') {
    return (
      <Button size="icon" aria-label="Read again" title="Read again" onClick={control.restart}>
        <RotateCw />
      </Button>
    )
  }
  if (status.action === 'go-on') {
    return (
      <Button size="icon" aria-label="Go on reading" title="Go on reading" onClick={control.goOn}>
        <Play />
      </Button>
    )
  }
  if (control.gate === 'stopped' || status.action === 'start') {
    return (
      <Button size="icon" aria-label="Start reading" title="Start reading (s)" onClick={control.start}>
        <Play />
      </Button>
    )
  }
  return (
    <Button size="icon" aria-label="Stop reading" title="Stop reading (s)" onClick={control.stop}>
      <Square className="fill-current" />
    </Button>
  )
}

interface TopicFieldProps {
  topic: string | null
  topics: readonly TopicFacts[]
  onChoose: (topic: string) => void
}

function TopicField({ topic, topics, onChoose }: TopicFieldProps) {
  const [text, setText] = useState(topic ?? '')
  return (
    <Combobox
      mono
      label="Topic"
      placeholder="Topic"
      className="w-52 max-sm:w-full"
      value={text}
      suggestions={topics.map((each) => ({
        value: each.name,
        ...(each.exists ? { hint: `${each.partitions.length} p` } : { hint: 'not there yet' }),
      }))}
      onValueChange={setText}
      onCommit={(name) => {
        if (name !== topic && TopicNameSchema.safeParse(name).success) onChoose(name)
        else setText(topic ?? '')
      }}
    />
  )
}
