'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Select } from '#components/ui/select.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { meQuery } from '#lib/client/queries/me.ts'
import { changeMember, membersKey } from '#lib/client/queries/members.ts'
import { type ChangeMember, grantableRoles, mayManage, type TeamMember } from '#lib/shared/member.ts'
import { MemberMenu } from './member-menu.tsx'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'
import { RemoveMember } from './remove-member.tsx'
import { ResetLinkDialog } from './reset-link-dialog.tsx'

/** useChangeMember changes a member with a recent proof and tells how it went. */
function useChangeMember() {
  const { team } = useTeam()
  const client = useQueryClient()
  const proof = useRecentProof()
  return useMutation({
    mutationFn: ({ member, change }: { member: TeamMember; change: ChangeMember }) =>
      proof.run(() => changeMember(team.id, member.userId, change)),
    onSuccess: async (member) => {
      toast.success(`${member.name} is ${member.disabledAt === null ? `${member.role} now` : 'disabled'}`)
      await client.invalidateQueries({ queryKey: membersKey(team.id) })
      await client.invalidateQueries({ queryKey: meQuery().queryKey })
    },
    onError: (caught) => {
      if (!wantsProof(caught)) toast.error(apiErrorOf(caught).message)
    },
  })
}

/** MembersTable lists a team's people; heads change roles in place. */
export function MembersTable({ members }: { members: readonly TeamMember[] }) {
  const { team, me, may } = useTeam()
  const change = useChangeMember()
  const [removing, setRemoving] = useState<TeamMember>()
  const [resetting, setResetting] = useState<TeamMember>()
  const heads = may('member.manage')
  const sorted = members.toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <>
      <TableFrame label="Members">
        <Table>
          <TableHead>
            <TableRow>
              <Th>Name</Th>
              <Th>Role</Th>
              {heads && <Th className="max-sm:hidden">Second factor</Th>}
              <Th className="max-sm:hidden">Joined</Th>
              <Th className="max-md:hidden">Last seen</Th>
              {heads && (
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              )}
            </TableRow>
          </TableHead>
          <tbody>
            {sorted.map((member) => {
              const mine = member.userId === me.user.id
              const changeable = heads && mayManage(team.role, member.role)
              return (
                <TableRow key={member.userId}>
                  <Td>
                    <div className="flex min-w-0 flex-wrap items-center gap-1.5 font-medium">
                      {member.name}
                      {mine && <Badge>you</Badge>}
                      {member.disabledAt !== null && <Badge tone="warn">disabled</Badge>}
                      {member.source === 'sign-on' && <Badge tone="accent">sign-on</Badge>}
                    </div>
                    <div className="text-xs break-all text-muted">{member.email}</div>
                  </Td>
                  <Td>
                    {changeable ? (
                      <Select
                        aria-label={`Role of ${member.name}`}
                        className="w-32"
                        value={member.role}
                        options={grantableRoles(team.role).map((role) => ({ value: role, label: role }))}
                        disabled={change.isPending}
                        onValueChange={(role) => change.mutate({ member, change: { role } })}
                      />
                    ) : (
                      member.role
                    )}
                  </Td>
                  {heads && (
                    <Td className="max-sm:hidden">
                      {member.secondFactor ? (
                        <Badge tone="ok">on</Badge>
                      ) : (
                        <span className="text-muted">off</span>
                      )}
                    </Td>
                  )}
                  <Td className="max-sm:hidden">
                    <RelativeTime at={member.joinedAt} className="text-muted" />
                  </Td>
                  <Td className="max-md:hidden">
                    {member.lastSeenAt === null ? (
                      <span className="text-muted">signed out</span>
                    ) : (
                      <RelativeTime at={member.lastSeenAt} className="text-muted" />
                    )}
                  </Td>
                  {heads && (
                    <Td className="w-10 text-right">
                      {changeable && !mine && (
                        <MemberMenu
                          member={member}
                          onDisable={(disabled) => change.mutate({ member, change: { disabled } })}
                          onResetLink={() => setResetting(member)}
                          onRemove={() => setRemoving(member)}
                        />
                      )}
                    </Td>
                  )}
                </TableRow>
              )
            })}
          </tbody>
        </Table>
      </TableFrame>
      {resetting && <ResetLinkDialog member={resetting} onClose={() => setResetting(undefined)} />}
      {removing && <RemoveMember member={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}
