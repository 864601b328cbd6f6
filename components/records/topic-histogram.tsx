'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { type HistogramWindow, histogramQuery } from '#lib/client/queries/histogram.ts'
import type { RecordAddress } from '#lib/client/record-address.ts'
import type { PartitionPosition } from '#lib/client/record-stream/read-positions.ts'
import { zoneOfStyle } from '#lib/client/time-style.ts'
import type { Histogram } from '#lib/shared/histogram.ts'
import { type Bars, barsOf } from './histogram-bars.ts'
import { type BarSpan, HistogramPlot } from './histogram-plot.tsx'
import { HistogramTable } from './histogram-table.tsx'
import { bucketTime, countWords, spanWords, widthWords } from './histogram-words.ts'

export interface TopicHistogramProps {
  team: string
  profile: string
  topic: string
  address: Pick<RecordAddress, 'partitions' | 'to' | 'times'>
  /** What is read of each partition, to be drawn on the bars. */
  reading: readonly PartitionPosition[]
  /** A reading is under way: while it follows, so do the bars. */
  running: boolean
  onChange: (range: Pick<RecordAddress, 'from' | 'to'>) => void
}

/**
 * TopicHistogram shows how many records a topic holds over time, without reading it, and what of them is read. A bar
 * that is chosen is where reading begins.
 */
export function TopicHistogram(props: TopicHistogramProps) {
  const { team, profile, topic, address, reading, running, onChange } = props
  const live = running && address.to === 'live'
  const [window, setWindow] = useState<HistogramWindow>({})
  const [pointed, setPointed] = useState<BarSpan | null>(null)
  const { data, error, isFetching, refetch } = useQuery(
    histogramQuery(team, profile, topic, { window, live }),
  )
  if (data === undefined) {
    if (error === null) return <Frame topic={topic} note="Looking up how many records there are over time…" />
    return (
      <Frame topic={topic} note={`The histogram can’t be drawn: ${apiErrorOf(error).message}`}>
        <Button size="sm" variant="ghost" pending={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </Frame>
    )
  }
  const drawn = barsOf(data, address.partitions, reading)
  const zone = zoneOfStyle(address.times)
  const zoomed = window.from !== undefined
  const wordsOf = (span: BarSpan) => spanAndCount(drawn, span, data.bucketMs, zone)

  function choose({ first, last }: BarSpan) {
    const [begin, end] = [drawn.bars[first], drawn.bars[last]]
    if (begin === undefined || end === undefined) return
    const open = address.to === 'live' || address.to === 'latest' ? address.to : 'latest'
    onChange({ from: timeEdge(begin.from), to: first === last ? open : timeEdge(end.to) })
  }

  function zoom() {
    const { range, bars } = drawn
    if (range === null) return
    // The end of a topic that grows stays open.
    const end =
      range.last === bars.length - 1 && window.to === undefined ? {} : { to: bars[range.last]?.to ?? 0 }
    setWindow({ from: bars[range.first]?.from ?? 0, ...end })
  }

  if (drawn.total === 0 && !zoomed) return <Frame topic={topic} note={emptyWords(data)} />
  return (
    <figure aria-label={labelOf(topic)} className="flex min-w-0 flex-col gap-1">
      <HistogramPlot
        bars={drawn}
        wordsOf={(first, last) => wordsOf({ first, last })}
        onPoint={setPointed}
        onChoose={choose}
      />
      <div className="flex min-h-5 items-center gap-3 text-xs text-muted">
        <p className="min-w-0 flex-1 font-mono max-sm:min-h-8 sm:truncate" title={aboutCounts}>
          {pointed === null ? allWords(drawn, data, zone) : wordsOf(pointed)}
        </p>
        {data.failed.length > 0 && <Missing failed={data.failed} />}
        {error !== null && <span className="shrink-0 text-warn">not up to date</span>}
        {zoomed && <Small onClick={() => setWindow({})}>Whole topic</Small>}
        {!zoomed && drawn.range !== null && narrower(drawn) && (
          <Small onClick={zoom}>Zoom to the range</Small>
        )}
      </div>
      <HistogramTable bars={drawn.bars} nameOf={(at) => bucketTime(at, data.bucketMs, zone)} />
    </figure>
  )
}

const aboutCounts =
  'Counted by offsets, without reading: where a topic is compacted or written in transactions, there are fewer records.'

function spanAndCount({ bars }: Bars, { first, last }: BarSpan, bucketMs: number, zone: string): string {
  const inside = bars.slice(first, last + 1)
  const [begin, end] = [inside[0], inside.at(-1)]
  if (begin === undefined || end === undefined) return ''
  const sum = (of: 'total' | 'read') => inside.reduce((total, bar) => total + bar[of], 0)
  const words = countWords({ total: sum('total'), read: sum('read') })
  return `${spanWords(begin.from, end.to, bucketMs, zone)}: ${words}`
}

function allWords({ bars, total }: Bars, { bucketMs }: Histogram, zone: string): string {
  const span = spanWords(bars[0]?.from ?? 0, bars.at(-1)?.to ?? 0, bucketMs, zone)
  return `${span}: ${countWords({ total, read: 0 })}, a bar is ${widthWords(bucketMs)}`
}

function emptyWords({ partitions, failed }: Histogram): string {
  if (partitions.length === 0 && failed[0]) return `The histogram can’t be drawn: ${failed[0].message}`
  return 'No records here yet: nothing to draw over time.'
}

function narrower({ range, bars }: Bars): boolean {
  return range !== null && bars.length > 1 && range.last - range.first < bars.length - 1
}

function timeEdge(at: number): string {
  return `time:${new Date(at).toISOString()}`
}

function Missing({ failed }: Pick<Histogram, 'failed'>) {
  const words = failed.length === 1 ? `partition ${failed[0]?.partition}` : `${failed.length} partitions`
  return (
    <span className="shrink-0 text-warn" title={failed.map((each) => each.message).join('\n')}>
      without {words}
    </span>
  )
}

function Small({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="shrink-0 text-accent underline-offset-2 hover:underline"
    >
      {children}
    </button>
  )
}

/** A figure and no landmark: one topic may stand beside itself. */
function labelOf(topic: string): string {
  return `Records over time: ${topic}`
}

function Frame({ topic, note, children }: { topic: string; note: string; children?: ReactNode }) {
  const waiting = children === undefined && note.endsWith('…')
  return (
    <figure aria-label={labelOf(topic)} className="flex min-w-0 flex-col gap-1">
      {waiting ? <Skeleton className="h-12" /> : <div aria-hidden className="h-12 border-b border-line" />}
      <div className="flex min-h-5 items-center gap-3 text-xs text-muted">
        <p className="min-w-0 flex-1 sm:truncate" title={note}>
          {note}
        </p>
        {children}
      </div>
    </figure>
  )
}
