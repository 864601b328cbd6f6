'use client'

import { useState } from 'react'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import { type LagSample, lagKey, lagSeries, MAX_TRACKED } from '#lib/client/lag-history.ts'
import type { GroupFacts } from '#lib/shared/group.ts'

const ALL = 'all'
const HEIGHT_PX = 210

/** LagChart draws the lag since the page was opened, of all partitions together or of one. */
export function LagChart({ facts, samples }: { facts: GroupFacts; samples: readonly LagSample[] }) {
  const [chosen, setChosen] = useState(ALL)
  const partitions = facts.partitions.slice(0, MAX_TRACKED)
  const options = [
    { value: ALL, label: 'All partitions' },
    ...partitions.map((each) => ({
      value: lagKey(each),
      label: `${each.topic}, partition ${each.partition}`,
    })),
  ]
  const shown = options.find(({ value }) => value === chosen) ?? options[0]
  const values = lagSeries(samples, shown?.value === ALL ? null : (shown?.value ?? null))
  const last = values.at(-1) ?? null
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  const words = last === null ? 'not known' : formatCount(last)
  return (
    <Panel
      title="Lag over time"
      aside={
        <Select
          aria-label="Lag of"
          className="w-56 max-w-full"
          value={shown?.value ?? ALL}
          options={options}
          onValueChange={setChosen}
        />
      }
    >
      <div className="flex flex-col gap-2">
        <p className="text-sm text-muted">
          <span className="font-mono font-semibold text-ink">{words}</span> now, {formatCount(most)} at most,
          over {formatCount(samples.length)} {samples.length === 1 ? 'look' : 'looks'} since this page was
          opened
        </p>
        {samples.length > 1 ? (
          <TimeChart
            unit="records behind"
            label={`Lag of ${shown?.label.toLowerCase() ?? 'all partitions'} over time: ${words} at last, ${formatCount(most)} at most`}
            times={samples.map(({ at }) => at)}
            values={values}
            height={HEIGHT_PX}
          />
        ) : (
          <p style={{ height: HEIGHT_PX }} className="text-sm text-faint">
            The line begins with the second look.
          </p>
        )}
      </div>
    </Panel>
  )
}
