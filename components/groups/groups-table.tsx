'use client'

import Link from 'next/link'
import { Badge } from '#components/ui/badge.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { formatCount } from '#components/ui/format.ts'
import { StatusDot } from '#components/ui/status-dot.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { GroupFacts, GroupSummary } from '#lib/shared/group.ts'
import { countWords, groupAddress, stateLook, typeWords } from './group-words.ts'

export interface GroupsTableProps {
  team: string
  profile: string
  groups: readonly GroupSummary[]
}

/** GroupsTable lists groups by id: how each stands, who is in it, how far behind it is. */
export function GroupsTable({ team, profile, groups }: GroupsTableProps) {
  return (
    <TableFrame label="Consumer groups">
      <Table>
        <TableHead>
          <TableRow>
            <Th>Group</Th>
            <Th>State</Th>
            <Th className="text-right max-sm:hidden">Members</Th>
            <Th className="text-right">Lag</Th>
            <Th className="max-md:hidden">Topics</Th>
            <Th className="max-lg:hidden">Protocol</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {groups.map(({ group, state, members, lag, topics, type }) => (
            <TableRow key={group} className="hover:bg-hover">
              <Td className="max-w-96">
                <Link
                  href={groupAddress(team, profile, group)}
                  className="font-mono font-medium break-all hover:underline"
                >
                  {group}
                </Link>
              </Td>
              <Td>
                <GroupState state={state} />
              </Td>
              <Td className="text-right font-mono max-sm:hidden">
                {members === null ? '–' : formatCount(members)}
              </Td>
              <Td
                className={classNames('text-right font-mono', lag !== null && lag !== '0' && 'font-semibold')}
              >
                {countWords(lag)}
              </Td>
              <Td className="max-w-72 truncate font-mono max-md:hidden" title={topics.join(', ')}>
                {topics.length > 0 ? topics.join(', ') : <span className="text-faint">–</span>}
              </Td>
              <Td className="text-muted max-lg:hidden">{typeWords[type]}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}

/** GroupState is a group's state as a badge. */
export function GroupState({ state }: Pick<GroupFacts, 'state'>) {
  const look = stateLook(state)
  return (
    <Badge tone={look.tone} title={look.meaning}>
      <StatusDot status={look.dot} />
      {look.word}
    </Badge>
  )
}
