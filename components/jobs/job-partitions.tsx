import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Table, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { Job, JobProgress } from '#lib/shared/job.ts'

/** JobPartitions shows what a job wrote to, or read from, each partition. */
export function JobPartitions({ kind, progress }: { kind: Job['kind']; progress: JobProgress | null }) {
  const partitions = progress?.partitions ?? []
  const withLag = partitions.some(({ lag }) => lag !== undefined)
  return (
    <Panel title="Partitions" flush>
      {partitions.length === 0 ? (
        <p className="p-3 text-sm text-muted">
          Nothing {kind === 'produce' ? 'acknowledged' : kind === 'copy' ? 'copied' : 'consumed'} yet.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        <section aria-label="Records of each partition" tabIndex={0} className="max-h-80 overflow-auto">
          <Table>
            <TableHead>
              <TableRow>
                <Th className="text-right">Partition</Th>
                <Th className="text-right">Records</Th>
                <Th className="text-right">First offset</Th>
                <Th className="text-right">Last offset</Th>
                {withLag && <Th className="text-right">Lag</Th>}
              </TableRow>
            </TableHead>
            <tbody>
              {partitions.map((each) => (
                <TableRow key={each.partition} className="font-mono">
                  <Td className="h-8! text-right">{each.partition}</Td>
                  <Td className="h-8! text-right">{formatCount(each.records)}</Td>
                  <Td className="h-8! text-right text-muted">{each.firstOffset ?? '–'}</Td>
                  <Td className="h-8! text-right text-muted">{each.lastOffset ?? '–'}</Td>
                  {withLag && (
                    <Td className="h-8! text-right">
                      {each.lag === undefined ? '–' : formatCount(each.lag)}
                    </Td>
                  )}
                </TableRow>
              ))}
            </tbody>
          </Table>
        </section>
      )}
    </Panel>
  )
}
