import { LatencyBars } from '#components/charts/latency-bars.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { formatCount, formatDuration } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { RoundTripReport as Report, RoundTripLatency } from '#lib/shared/round-trip-report.ts'
import { roundTripVerdict } from '#lib/shared/round-trip-verdict.ts'

/** RoundTripReport says what a round trip found: the verdict, the numbers behind it, how long records took. */
export function RoundTripReport({ report }: { report: Report }) {
  const { clean, title, findings } = roundTripVerdict(report)
  const bad = report.lost > 0 || report.unknown > 0
  return (
    <Panel title="What came back">
      <div className="flex flex-col gap-4">
        <Notice tone={clean ? 'ok' : bad ? 'bad' : 'warn'} title={title}>
          {findings.length > 0 && (
            <ul className="list-disc pl-4 text-sm">
              {findings.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </Notice>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Counts report={report} />
          <Latency report={report} />
        </div>
        <Partitions report={report} />
      </div>
    </Panel>
  )
}

function Counts({ report }: { report: Report }) {
  const rows: readonly (readonly [name: string, count: number])[] = [
    ['Sent', report.sent],
    ['Acknowledged', report.acknowledged],
    ['Received', report.received],
    ['Lost', report.lost],
    ['Written twice', report.writtenTwice],
    ['Delivered again', report.deliveredAgain],
    ['Out of order', report.reordered],
    ['In the topic, not received', report.missed],
    ['Not known', report.unknown],
    ['Found without acknowledgement', report.unacknowledgedFound],
    ['Records of others', report.foreign],
    ['Unreadable', report.unreadable],
    ['Batches sent again', report.retries],
  ]
  return (
    <Facts>
      {rows.map(([name, count]) => (
        <Fact key={name} name={name} mono>
          {formatCount(count)}
        </Fact>
      ))}
      <Fact name="Looked for without the group">{report.rechecked ? 'yes' : 'not needed'}</Fact>
      <Fact name="Run" mono>
        {report.runId}
      </Fact>
    </Facts>
  )
}

function Latency({ report }: { report: Report }) {
  const { latency, histogram } = report
  if (latency.sent === null) return <p className="text-sm text-muted">Nothing was received.</p>
  const bars = histogram.map(({ upToMs, sent }) => ({ upToMs, count: sent }))
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <TableFrame label="Latency">
        <Table>
          <TableHead>
            <TableRow>
              <Th>Latency</Th>
              <Th className="text-right">p50</Th>
              <Th className="text-right">p90</Th>
              <Th className="text-right">p99</Th>
              <Th className="text-right">max</Th>
            </TableRow>
          </TableHead>
          <tbody>
            <LatencyRow name="Sent to received" latency={latency.sent} />
            {latency.acknowledged && (
              <LatencyRow name="Acknowledged to received" latency={latency.acknowledged} />
            )}
          </tbody>
        </Table>
      </TableFrame>
      <LatencyBars label="Records by the time from sending to receipt" bars={bars} />
    </div>
  )
}

function LatencyRow({ name, latency }: { name: string; latency: RoundTripLatency }) {
  return (
    <TableRow>
      <Td className="h-8!">{name}</Td>
      {[latency.p50, latency.p90, latency.p99, latency.max].map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four columns that stay where they are
        <Td key={at} className="h-8! text-right font-mono whitespace-nowrap">
          {formatDuration(value)}
        </Td>
      ))}
    </TableRow>
  )
}

function Partitions({ report }: { report: Report }) {
  if (report.partitions.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section aria-label="What came back of each partition" tabIndex={0} className="max-h-80 overflow-auto">
      <Table>
        <TableHead>
          <TableRow>
            <Th className="text-right">Partition</Th>
            <Th className="text-right">Acknowledged</Th>
            <Th className="text-right">Received</Th>
            <Th className="text-right">Lost</Th>
            <Th className="text-right">Duplicated</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {report.partitions.map((each) => (
            <TableRow key={each.partition} className="font-mono">
              <Td className="h-8! text-right">{each.partition}</Td>
              <Td className="h-8! text-right">{formatCount(each.acknowledged)}</Td>
              <Td className="h-8! text-right">{formatCount(each.received)}</Td>
              <Td className="h-8! text-right">{formatCount(each.lost)}</Td>
              <Td className="h-8! text-right">{formatCount(each.duplicated)}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  )
}
