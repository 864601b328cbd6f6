import { formatCount } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { ConsumeMember, ConsumeReport as Report } from '#lib/shared/consume-report.ts'
import type { Bytes, KafkaRecord } from '#lib/shared/record.ts'

/** ConsumeReport shows what a consume job saw: values that are not what was expected, and the first records. */
export function ConsumeReport({ report, expect }: { report: Report; expect: string | undefined }) {
  return (
    <>
      {report.undecodable > 0 && (
        <Notice
          tone="warn"
          title={`${formatCount(report.undecodable)} ${report.undecodable === 1 ? 'value is' : 'values are'} not ${expect ?? 'readable'}.`}
        >
          <ul className="list-disc pl-4 text-sm">
            {report.undecodableSamples.map(({ partition, offset, reason }) => (
              <li key={`${partition}:${offset}`}>
                <span className="font-mono">
                  partition {partition}, offset {offset}
                </span>
                : {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {report.samples.length > 0 && (
        <Panel title="The first records" flush>
          <Samples records={report.samples} />
        </Panel>
      )}
    </>
  )
}

function Samples({ records }: { records: readonly KafkaRecord[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section aria-label="The first records" tabIndex={0} className="max-h-80 overflow-auto">
      <Table>
        <TableHead>
          <TableRow>
            <Th className="text-right">Partition</Th>
            <Th className="text-right">Offset</Th>
            <Th>Key</Th>
            <Th>Value</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {records.map((record) => (
            <TableRow key={`${record.partition}:${record.offset}`} className="font-mono">
              <Td className="h-8! text-right">{record.partition}</Td>
              <Td className="h-8! text-right">{record.offset}</Td>
              <Td className="h-8! max-w-40 truncate">{bytesText(record.key)}</Td>
              <Td className="h-8! max-w-0 truncate" title={bytesText(record.value)}>
                {bytesText(record.value)}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function bytesText(bytes: Bytes | null): string {
  if (bytes === null) return 'null'
  const shown = 'text' in bytes ? bytes.text : bytes.base64
  return bytes.truncated ? `${shown}…` : shown
}

const stateWords = {
  waiting: 'not joined yet',
  joining: 'joining',
  member: 'member',
  left: 'left',
} as const satisfies Record<ConsumeMember['state'], string>

/** ConsumeMembers shows who of a job's members holds which partitions. */
export function ConsumeMembers({ members }: { members: readonly ConsumeMember[] }) {
  return (
    <TableFrame label="Members of the group">
      <Table>
        <TableHead>
          <TableRow>
            <Th className="text-right">Member</Th>
            <Th>State</Th>
            <Th>Partitions</Th>
            <Th className="text-right">Consumed</Th>
            <Th className="text-right">Lag</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {members.map((each) => (
            <TableRow key={each.member}>
              <Td className="h-8! text-right font-mono">{each.member}</Td>
              <Td className="h-8! whitespace-nowrap">{stateWords[each.state]}</Td>
              <Td className="h-8! font-mono">
                {each.partitions.length === 0 ? '–' : each.partitions.join(', ')}
              </Td>
              <Td className="h-8! text-right font-mono">{formatCount(each.consumed)}</Td>
              <Td className="h-8! text-right font-mono">{formatCount(each.lag)}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}
