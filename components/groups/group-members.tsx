'use client'

import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { GroupFacts, GroupMember } from '#lib/shared/group.ts'
import { MoreRows, useShownRows } from './more-rows.tsx'

/** GroupMembers lists who is in a group, from where, and with which partitions. */
export function GroupMembers({ facts }: { facts: GroupFacts }) {
  const { members } = facts
  const rows = useShownRows(members.length)
  return (
    <Panel title={`Members (${formatCount(members.length)})`} flush={members.length > 0}>
      {members.length === 0 ? (
        <p className="text-muted">
          {facts.state === 'Empty'
            ? 'Nobody is in the group now. Its committed offsets are kept for who comes next.'
            : 'Nobody is known to be in the group.'}
        </p>
      ) : (
        <>
          <TableFrame label="Members" className="rounded-none border-0">
            <Table className="min-w-xl">
              <TableHead>
                <TableRow>
                  <Th>Client id</Th>
                  <Th>Host</Th>
                  <Th>Partitions</Th>
                  <Th>Member id</Th>
                </TableRow>
              </TableHead>
              <tbody>
                {members.slice(0, rows.shown).map((member) => (
                  <TableRow key={member.id}>
                    <Td className="max-w-60 font-mono break-all">
                      {member.clientId}
                      {member.instanceId !== null && (
                        <span className="block text-xs text-muted">static: {member.instanceId}</span>
                      )}
                    </Td>
                    <Td className="font-mono whitespace-nowrap">{member.host.replace(/^\//, '')}</Td>
                    <Td className="font-mono">{assignedWords(member)}</Td>
                    <Td className="max-w-72 font-mono text-xs break-all text-muted">{member.id}</Td>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </TableFrame>
          <MoreRows rows={rows} what="members" />
        </>
      )}
    </Panel>
  )
}

/** A member with hundreds of partitions is counted. */
const LISTED = 24

function assignedWords({ assigned }: GroupMember): string {
  const words = assigned
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ topic, partitions }) =>
      partitions.length > LISTED
        ? `${topic}: ${formatCount(partitions.length)} partitions`
        : `${topic}: ${partitions.join(', ')}`,
    )
  return words.length > 0 ? words.join(' · ') : 'none'
}
