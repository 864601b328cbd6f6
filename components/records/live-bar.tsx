'use client'

import { ArrowDownToLine, Clock, Pause, Play, RotateCw, Square } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { formatCompact } from '#components/ui/format.ts'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { StatusDot } from '#components/ui/status-dot.tsx'
import { type RecordAddress, type TimeStyle, timeStyles } from '#lib/client/record-address.ts'
import type { UseRecordStream } from '#lib/client/record-stream/use-record-stream.ts'
import { type TopicFacts, TopicNameSchema } from '#lib/shared/topic.ts'
import { FilterControl } from './filter-control.tsx'
import { PartitionControl } from './partition-control.tsx'
import { RangeControl } from './range-control.tsx'
import type { StreamStatus } from './stream-status.ts'

export interface LiveBarProps {
  address: RecordAddress
  topic: string | null
  topics: readonly TopicFacts[]
  partitions: readonly number[]
  filterInput: RefObject<HTMLInputElement | null>
  status: StreamStatus
  following: boolean
  /** Records that arrived since following was paused. */
  fresh: number
  canFollow: boolean
  control: UseRecordStream
  onChange: (part: Partial<RecordAddress>) => void
  onAdjust: (part: Partial<RecordAddress>) => void
  onFollow: () => void
  onPause: () => void
}

/** LiveBar holds what is read and how: topic, partitions, range, filter; follow or pause, stop or start. */
export function LiveBar(props: LiveBarProps) {
  const { address, topic, topics, partitions, filterInput, status, control, onChange, onAdjust } = props
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
      <RangeControl range={address} onChange={onChange} />
      <FilterControl
        filterText={address.filterText}
        filterIn={address.filterIn}
        input={filterInput}
        onChange={onChange}
      />
      <div className="flex items-center gap-2 max-sm:w-full">
        <Badge
          tone={status.dot === 'live' ? 'live' : 'neutral'}
          role="status"
          className="h-7! min-w-22 px-2!"
        >
          <StatusDot status={status.dot} />
          {status.word}
        </Badge>
        {status.word !== 'Failed' && <FollowButton {...props} />}
        <RunButton status={status} control={control} />
        <TimesMenu times={address.times} onChoose={(times) => onAdjust({ times })} />
      </div>
    </div>
  )
}

function FollowButton({ address, following, fresh, canFollow, onFollow, onPause }: LiveBarProps) {
  const live = address.to === 'live'
  if (following) {
    return (
      <Button onClick={onPause} className="min-w-28" title="Keep the rows on screen (f)">
        <Pause />
        Pause
      </Button>
    )
  }
  return (
    <Button
      variant="primary"
      disabled={!canFollow}
      onClick={onFollow}
      className="min-w-28"
      title={live ? 'Show the newest as they come (f)' : 'Read on to the end of the range (f)'}
    >
      <ArrowDownToLine />
      {live ? 'Follow' : 'To the end'}
      {live && fresh > 0 && <span aria-live="off">· {formatCompact(fresh)} new</span>}
    </Button>
  )
}

function RunButton({ status, control }: { status: StreamStatus; control: UseRecordStream }) {
  if (status.action === 'restart') {
    return (
      <Button size="icon" aria-label="Read again" title="Read again" onClick={control.restart}>
        <RotateCw />
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

const timeNames: Readonly<Record<TimeStyle, string>> = {
  relative: 'Time ago',
  local: 'Your zone',
  utc: 'UTC',
}

function TimesMenu({ times, onChoose }: { times: TimeStyle; onChoose: (times: TimeStyle) => void }) {
  return (
    <Menu
      trigger={
        <Button
          size="icon"
          variant="ghost"
          aria-label={`Times: ${timeNames[times]}`}
          title="How times are shown"
        >
          <Clock />
        </Button>
      }
    >
      {timeStyles.map((style) => (
        <MenuItem key={style} onSelect={() => onChoose(style)}>
          {timeNames[style]}
          {style === times && <span className="ml-auto text-xs text-muted">shown</span>}
        </MenuItem>
      ))}
    </Menu>
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
