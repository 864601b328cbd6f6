'use client'

import Link from 'next/link'
import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { AuditItem } from '#lib/shared/audit-query.ts'
import type { AuditView } from './audit-address.ts'
import { auditWords, isAlarming } from './audit-words.ts'

export interface AuditTableProps {
  team: string
  items: readonly AuditItem[]
  /** A click on a person or an object shows its events alone. */
  onFilter: (next: Partial<AuditView>) => void
}

const quiet = 'text-left break-all hover:underline'

/** AuditTable lists events, the newest first: when, who, what, on what. */
export function AuditTable({ team, items, onFilter }: AuditTableProps) {
  return (
    <TableFrame label="Events">
      <Table className="md:min-w-3xl">
        <TableHead>
          <TableRow>
            <Th>When</Th>
            <Th>Who</Th>
            <Th>What</Th>
            <Th className="max-md:hidden">On</Th>
            <Th className="max-md:hidden">Details</Th>
            <Th className="text-right max-md:hidden">Event</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {items.map((item) => (
            <TableRow key={item.sequence} className="hover:bg-hover">
              <Td className="text-muted max-md:align-top">
                <RelativeTime at={item.at} />
              </Td>
              <Td className="max-w-60 max-md:align-top">
                <Actor actor={item.actor} onFilter={onFilter} />
              </Td>
              <Td className="md:whitespace-nowrap">
                {isAlarming(item.action) ? (
                  <Badge tone="bad">{auditWords(item.action)}</Badge>
                ) : (
                  auditWords(item.action)
                )}
                {/* A phone has no room for columns of their own. */}
                <div className="flex flex-col items-start gap-0.5 pt-0.5 text-sm md:hidden">
                  {item.subject !== null && <Subject team={team} item={item} onFilter={onFilter} />}
                  <Details details={item.details} />
                </div>
              </Td>
              <Td className="max-w-60 max-md:hidden">
                <Subject team={team} item={item} onFilter={onFilter} />
              </Td>
              <Td className="max-w-md text-muted max-md:hidden">
                <Details details={item.details} />
              </Td>
              <Td
                className="text-right font-mono text-xs text-faint max-md:hidden"
                title={`hash ${item.hash}`}
              >
                {item.sequence}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}

function Actor({ actor, onFilter }: { actor: string | null; onFilter: AuditTableProps['onFilter'] }) {
  if (actor === null) return <span className="text-muted">Keystream</span>
  return (
    <button type="button" className={quiet} onClick={() => onFilter({ actor })}>
      {actor}
    </button>
  )
}

function Subject({
  team,
  item,
  onFilter,
}: {
  team: string
  item: AuditItem
  onFilter: AuditTableProps['onFilter']
}) {
  const { subject, subjectName } = item
  if (subject === null) return <span className="text-faint">–</span>
  const page = subject.startsWith('prf_') ? 'profiles' : subject.startsWith('job_') ? 'jobs' : null
  if (page && subjectName !== null) {
    return (
      <Link href={`/teams/${team}/${page}/${subject}`} className="break-words hover:underline">
        {subjectName}
      </Link>
    )
  }
  return (
    <button type="button" className={quiet} title={subject} onClick={() => onFilter({ subject })}>
      {subjectName ?? subject}
    </button>
  )
}

function Details({ details }: { details: AuditItem['details'] }) {
  const known = Object.entries(details).filter(([, value]) => value !== null && value !== '')
  return (
    <span className="flex flex-wrap gap-x-2.5 text-xs">
      {known.map(([name, value]) => (
        <span key={name} className="break-all">
          {name} <span className="font-mono text-ink">{String(value)}</span>
        </span>
      ))}
    </span>
  )
}
