'use client'

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import './time-chart.css'
import { formatCompact } from '#components/ui/format.ts'
import { useThemeColours } from './use-theme-colours.ts'

export interface TimeChartProps {
  /** What is drawn, and its numbers in words, for those who do not see it. */
  label: string
  unit: string
  /** Milliseconds since 1970, ascending; as many as values. */
  times: readonly number[]
  values: readonly (number | null)[]
  height?: number
}

/** TimeChart draws one quantity over time in the theme's colours. Its numbers must stand as text beside it. */
export function TimeChart({ label, unit, times, values, height = 140 }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const colours = useThemeColours()
  const data = useRef<uPlot.AlignedData>([[], []])

  useEffect(() => {
    const element = place.current
    if (element === null || colours === null) return
    const plot = new uPlot(optionsOf(unit, colours, element.clientWidth, height), data.current, element)
    chart.current = plot
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
      chart.current = null
    }
  }, [colours, unit, height])

  useEffect(() => {
    data.current = [times.map((each) => each / 1000), [...values]]
    chart.current?.setData(data.current)
  }, [times, values])

  return (
    <figure className="m-0">
      <div ref={place} aria-hidden style={{ height }} className="w-full min-w-0 overflow-hidden" />
      <figcaption className="sr-only">{label}</figcaption>
    </figure>
  )
}

interface ChartColours {
  line: string
  fill: string
  grid: string
  text: string
}

/** Seconds between two labels: whole ones, since the labels show no less. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400]

function optionsOf(unit: string, colours: ChartColours, width: number, height: number): uPlot.Options {
  const axis = {
    stroke: colours.text,
    font: '11px ui-sans-serif, system-ui, sans-serif',
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    padding: [8, 4, 0, 0],
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, (high || 1) * 1.1)] } },
    axes: [
      {
        ...axis,
        size: 22,
        space: 90,
        incrs: TIME_STEPS,
        values: (_plot, ticks) => ticks.map((each) => clock(each)),
      },
      { ...axis, size: 46, space: 32, values: (_plot, ticks) => ticks.map((each) => formatCompact(each)) },
    ],
    series: [
      {},
      { label: unit, stroke: colours.line, fill: colours.fill, width: 1.5, points: { show: false } },
    ],
  }
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  })
}
