'use client'

import { Sparkline } from '#components/charts/sparkline.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { type LagSample, lagKey, lagSeries } from '#lib/client/lag-history.ts'
import type { GroupFacts, GroupPartition } from '#lib/shared/group.ts'
import { countWords } from './group-words.ts'
import { MoreRows, useShownRows } from './more-rows.tsx'

/** GroupPartitions lists, partition by partition, what is committed, where the log ends, and what lies between. */
export function GroupPartitions({ facts, samples }: { facts: GroupFacts; samples: readonly LagSample[] }) {
  const { partitions, members } = facts
  const rows = useShownRows(partitions.length)
  const clients = new Map(members.map(({ id, clientId }) => [id, clientId]))
  return (
    <Panel title={`Partitions (${formatCount(partitions.length)})`} flush={partitions.length > 0}>
      {partitions.length === 0 ? (
        <p className="text-muted">
          The group has committed nothing that this user may see, and reads no partition.
        </p>
      ) : (
        <>
          <TableFrame label="Partitions" className="rounded-none border-0">
            <Table className="min-w-2xl">
              <TableHead>
                <TableRow>
                  <Th>Topic</Th>
                  <Th className="text-right">Partition</Th>
                  <Th className="text-right">Committed</Th>
                  <Th className="text-right">Log ends at</Th>
                  <Th className="text-right">Lag</Th>
                  <Th>
                    <span className="sr-only">Lag over time</span>
                  </Th>
                  <Th>Read by</Th>
                </TableRow>
              </TableHead>
              <tbody>
                {partitions.slice(0, rows.shown).map((each) => (
                  <TableRow key={lagKey(each)}>
                    <Td className="font-mono">{each.topic}</Td>
                    <Td className="text-right font-mono">{each.partition}</Td>
                    <Td className="text-right font-mono">{countWords(each.committed)}</Td>
                    <Td className="text-right font-mono">{countWords(each.high)}</Td>
                    <Td
                      className={classNames(
                        'text-right font-mono',
                        each.lag !== null && each.lag !== '0' && 'font-semibold',
                      )}
                    >
                      {countWords(each.lag)}
                    </Td>
                    <Td>
                      <Sparkline values={lagSeries(samples, lagKey(each))} />
                    </Td>
                    <Td className="max-w-60">
                      <span className="font-mono break-all">
                        {each.member === null ? '–' : (clients.get(each.member) ?? each.member)}
                      </span>
                      <Remark partition={each} />
                    </Td>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </TableFrame>
          <MoreRows rows={rows} what="partitions" />
        </>
      )}
    </Panel>
  )
}

/** What the numbers alone would leave unsaid. */
function Remark({ partition: { committed, low, high, error } }: { partition: GroupPartition }) {
  if (error !== null) return <span className="block text-xs text-bad">{error}</span>
  if (committed === null) return <span className="block text-xs text-muted">nothing committed yet</span>
  const at = BigInt(committed)
  if (high !== null && at > BigInt(high))
    return (
      <span className="block text-xs text-warn">committed beyond the log’s end: the topic was made anew</span>
    )
  if (low !== null && at < BigInt(low))
    return (
      <span className="block text-xs text-warn">
        {formatCount(BigInt(low) - at)} records expired before they were read
      </span>
    )
  return null
}
