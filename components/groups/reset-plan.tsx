'use client'

import { classNames } from '#components/ui/class-names.ts'
import { formatCount } from '#components/ui/format.ts'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { lagKey } from '#lib/client/lag-history.ts'
import type { ResetResult } from '#lib/shared/group.ts'
import { countWords, differenceWords, outcomeWords } from './group-words.ts'
import { MoreRows, useShownRows } from './more-rows.tsx'

/** ResetPlan shows each partition of a reset, before and after: what a dry run plans, or what was done. */
export function ResetPlan({ result }: { result: ResetResult }) {
  const { partitions, dryRun } = result
  const rows = useShownRows(partitions.length)
  const count = (status: string) => partitions.filter((each) => each.status === status).length
  const moving = dryRun ? count('planned') : count('committed')
  const apart = partitions.length - moving
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm">
        {dryRun ? 'Dry run: ' : ''}
        <span className="font-semibold">{formatCount(moving)}</span>{' '}
        {moving === 1 ? 'partition' : 'partitions'}{' '}
        {dryRun ? 'would move' : moving === 1 ? 'was moved' : 'were moved'}
        {apart > 0 && `, ${formatCount(apart)} ${dryRun ? 'would not' : 'not'}`}.
        {dryRun && ' Nothing was written.'}
      </p>
      <TableFrame label={dryRun ? 'What would be committed' : 'What was committed'}>
        <Table className="min-w-lg">
          <TableHead>
            <TableRow>
              <Th>Partition</Th>
              <Th className="text-right">Old</Th>
              <Th className="text-right">New</Th>
              <Th className="text-right">Difference</Th>
              <Th>What happens</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {partitions.slice(0, rows.shown).map((each) => (
              <TableRow key={lagKey(each)}>
                <Td className="font-mono">
                  {each.topic} <span className="text-muted">/</span> {each.partition}
                </Td>
                <Td className="text-right font-mono">{countWords(each.old)}</Td>
                <Td className="text-right font-mono font-semibold">{countWords(each.new)}</Td>
                <Td className="text-right font-mono">{differenceWords(each.difference)}</Td>
                <Td
                  className={classNames(
                    'text-sm',
                    each.status === 'failed'
                      ? 'text-bad'
                      : each.clamped === null
                        ? 'text-muted'
                        : 'text-warn',
                  )}
                >
                  {outcomeWords(each)}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
        <MoreRows rows={rows} what="partitions" />
      </TableFrame>
    </div>
  )
}
