import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { type Bars, barPath } from './histogram-bars.ts'

export interface HistogramPlotProps {
  bars: Bars
  /** What a span of bars is called: its time and count. */
  wordsOf: (first: number, last: number) => string
  /** The bars under the pointer or the keys, to be told beside the plot; null when there are none. */
  onPoint: (span: BarSpan | null) => void
  /** One bar was chosen, or several by a drag. */
  onChoose: (span: BarSpan) => void
}

/** BarSpan names bars by their numbers, both included. */
export interface BarSpan {
  readonly first: number
  readonly last: number
}

/** How far PageUp and PageDown go. */
const PAGE = 10

/**
 * HistogramPlot draws the bars, the range that is read on them, and what is pointed at. A click or Enter chooses one
 * bar, a drag or Shift with an arrow several.
 */
export function HistogramPlot({ bars: drawn, wordsOf, onPoint, onChoose }: HistogramPlotProps) {
  const { bars, peak, range } = drawn
  const keys = useId()
  const [cursor, setCursor] = useState<number | null>(null)
  const [anchor, setAnchor] = useState<number | null>(null)
  const [dragged, setDragged] = useState(false)
  const last = bars.length - 1
  const at = cursor === null ? null : Math.min(cursor, last)
  const span = at === null ? null : spanOf(Math.min(anchor ?? at, last), at)

  function point(index: number | null, from: number | null) {
    setCursor(index)
    setAnchor(from)
    onPoint(index === null ? null : spanOf(from ?? index, index))
  }

  function indexAt(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const index = Math.floor(((event.clientX - left) / width) * bars.length)
    return Math.min(last, Math.max(0, index))
  }

  function onKeyDown(event: KeyboardEvent) {
    const current = at ?? (range ? range.first : last)
    const step = stepOf(event.key, current, last)
    if (step !== null) point(step, event.shiftKey ? (anchor ?? current) : null)
    else if (event.key === 'Enter' || event.key === ' ') onChoose(span ?? spanOf(current, current))
    else if (event.key === 'Escape' && span !== null) point(null, null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Where to read from, in time"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at ?? range?.first ?? last}
      aria-valuetext={wordsOf(span?.first ?? range?.first ?? last, span?.last ?? range?.last ?? last)}
      aria-describedby={keys}
      className="relative h-12 cursor-crosshair touch-pan-y rounded-sm border-b border-line"
      onKeyDown={onKeyDown}
      onFocus={() => at === null && point(range?.first ?? last, null)}
      onBlur={() => point(null, null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(true)
        const index = indexAt(event)
        point(index, index)
      }}
      onPointerMove={(event) => point(indexAt(event), dragged ? anchor : null)}
      onPointerLeave={() => !dragged && point(null, null)}
      onPointerCancel={() => {
        setDragged(false)
        point(null, null)
      }}
      onPointerUp={() => {
        if (!dragged) return
        setDragged(false)
        if (span !== null) onChoose(span)
        setAnchor(null)
      }}
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${bars.length} 1`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        {range && <Band span={range} className="fill-accent-soft" />}
        {span && <Band span={span} className="fill-ink/10" />}
        <path d={barPath(bars, peak, ({ total }) => total)} className="fill-edge/55" />
        <path d={barPath(bars, peak, ({ read }) => read)} className="fill-accent" />
      </svg>
      <span id={keys} className="sr-only">
        Arrow keys move, with Shift they mark a span, Enter reads from there.
      </span>
    </div>
  )
}

function Band({ span, className }: { span: BarSpan; className: string }) {
  return <rect x={span.first} y={0} width={span.last - span.first + 1} height={1} className={className} />
}

function spanOf(a: number, b: number): BarSpan {
  return { first: Math.min(a, b), last: Math.max(a, b) }
}

function stepOf(key: string, at: number, last: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - PAGE,
    PageUp: at + PAGE,
    Home: 0,
    End: last,
  }
  const step = steps[key]
  return step === undefined ? null : Math.min(last, Math.max(0, step))
}
