'use client'

import { Check } from 'lucide-react'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { profileRights } from '#lib/shared/grant.ts'
import type { MemberAccess } from '#lib/shared/profile-access.ts'
import { rightWords } from './right-words.ts'

/** MembersTable says what every member may do in the end, all rules together. */
export function MembersTable({ members }: { members: readonly MemberAccess[] }) {
  const shown = members
    .filter(({ rights }) => rights.length > 0)
    .sort((a, b) => b.rights.length - a.rights.length || a.name.localeCompare(b.name))
  const others = members.length - shown.length
  return (
    <div className="flex flex-col gap-2">
      <TableFrame label="What every member may do">
        <Table>
          <TableHead>
            <TableRow>
              <Th>Member</Th>
              <Th>Role</Th>
              {profileRights.map((right) => (
                <Th key={right} className="text-center">
                  {rightWords[right].label}
                </Th>
              ))}
            </TableRow>
          </TableHead>
          <tbody>
            {shown.map((member) => (
              <TableRow key={member.id}>
                <Td>
                  <span className="block">{member.name}</span>
                  <span className="block text-sm break-all text-muted">{member.email}</span>
                </Td>
                <Td className="text-muted">{member.role}</Td>
                {profileRights.map((right) => (
                  <Td key={right} className="text-center">
                    {member.rights.includes(right) ? (
                      <Check role="img" aria-label="yes" className="mx-auto size-4 text-ok" />
                    ) : (
                      <span className="text-faint">
                        <span aria-hidden>–</span>
                        <span className="sr-only">no</span>
                      </span>
                    )}
                  </Td>
                ))}
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {others > 0 && (
        <p className="text-xs text-muted">
          {others === 1 ? 'One more member sees' : `${others} more members see`} nothing of it.
        </p>
      )}
    </div>
  )
}
