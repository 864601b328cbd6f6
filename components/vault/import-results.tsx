'use client'

import Link from 'next/link'
import { withCode } from '#components/profiles/issue-list.tsx'
import { productName } from '#components/profiles/product-name.ts'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { ImportItem, ImportResult } from '#lib/shared/import.ts'

const outcomes: Readonly<Record<ImportItem['outcome'], { tone: Tone; words: string }>> = {
  created: { tone: 'ok', words: 'imported' },
  duplicate: { tone: 'neutral', words: 'here already' },
  failed: { tone: 'bad', words: 'not imported' },
}

export interface ImportResultsProps {
  result: ImportResult
  onAgain: () => void
}

/** ImportResults says of each credential what became of it. */
export function ImportResults({ result, onAgain }: ImportResultsProps) {
  const { created, duplicates, failed } = result
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="flex-1 font-medium">
          {created} imported, {duplicates} here already, {failed} not imported.
        </p>
        <Button onClick={onAgain}>Import more</Button>
      </div>
      <TableFrame label="What became of each">
        <Table>
          <TableHead>
            <tr className="border-b border-line">
              <Th>From</Th>
              <Th className="max-sm:hidden">Product</Th>
              <Th>Outcome</Th>
              <Th>Profile</Th>
            </tr>
          </TableHead>
          <tbody>
            {result.items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes
              <Row key={index} item={item} />
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </>
  )
}

function Row({ item }: { item: ImportItem }) {
  const { team } = useTeam()
  const { tone, words } = outcomes[item.outcome]
  const line = item.error?.line ?? item.line
  return (
    <TableRow>
      <Td className="min-w-24 font-mono text-sm break-words">
        {item.source}
        {line !== null && <span className="text-muted"> line {line}</span>}
      </Td>
      <Td className="max-sm:hidden">{item.product ? productName(item.product) : '–'}</Td>
      <Td>
        <Badge tone={tone}>{words}</Badge>
      </Td>
      <Td className="min-w-40">
        {item.profile && (
          <Link
            href={`/teams/${team.id}/profiles/${item.profile.id}`}
            className="text-accent underline-offset-2 hover:underline"
          >
            {item.profile.name}
          </Link>
        )}
        {item.error && (
          <>
            {withCode(item.error.message)}
            {item.error.advice && (
              <span className="block text-xs text-muted">{withCode(item.error.advice)}</span>
            )}
          </>
        )}
      </Td>
    </TableRow>
  )
}
