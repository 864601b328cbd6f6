'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { removeGrant } from '#lib/client/queries/grants.ts'
import { profilesKey } from '#lib/client/queries/profiles.ts'
import type { Grant } from '#lib/shared/grant.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { rightWords } from './right-words.ts'

/** GrantsTable lists grants and denials; each can be taken back by who could have made it. */
export function GrantsTable({ profile, grants }: { profile: Profile; grants: readonly Grant[] }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: (grant: Grant) => removeGrant(team.id, profile.id, grant.id),
    onSuccess: async () => {
      toast.success('Taken back')
      await client.invalidateQueries({ queryKey: profilesKey(team.id) })
    },
  })
  const isHead = team.role === 'owner' || team.role === 'admin'
  const mayShare = may('grant.manage') && profile.rights.includes('share')
  const canRemove = (grant: Grant) =>
    mayShare && (isHead || (grant.effect === 'allow' && profile.rights.includes(grant.right)))
  if (grants.length === 0)
    return (
      <p className="text-muted">
        Nobody was given anything: only owners, admins and {profile.createdBy} reach this profile.
      </p>
    )
  return (
    <div className="flex flex-col gap-2">
      {remove.error && <Problem error={remove.error} />}
      <TableFrame label="Grants">
        <Table>
          <TableHead>
            <TableRow>
              <Th>Who</Th>
              <Th>Right</Th>
              <Th>Ends</Th>
              <Th className="max-sm:hidden">Given by</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableRow>
          </TableHead>
          <tbody>
            {grants.map((grant) => (
              <TableRow key={grant.id}>
                <Td>
                  {grant.person === null ? (
                    'Everybody in the team'
                  ) : (
                    <>
                      <span className="block">{grant.person.name}</span>
                      <span className="block text-sm break-all text-muted">{grant.person.email}</span>
                    </>
                  )}
                </Td>
                <Td>
                  {grant.effect === 'deny' ? (
                    <Badge tone="bad">Not: {rightWords[grant.right].label}</Badge>
                  ) : (
                    <Badge>{rightWords[grant.right].label}</Badge>
                  )}
                </Td>
                <Td className="text-muted">
                  {grant.expiresAt === null ? 'No end' : <RelativeTime at={grant.expiresAt} />}
                </Td>
                <Td className="text-muted max-sm:hidden">
                  {grant.createdBy}, <RelativeTime at={grant.createdAt} />
                </Td>
                <Td className="text-right">
                  {canRemove(grant) && (
                    <Button
                      variant="ghost"
                      size="sm"
                      pending={remove.isPending && remove.variables.id === grant.id}
                      aria-label={`Take back: ${rightWords[grant.right].label}, ${grant.person?.name ?? 'everybody in the team'}`}
                      onClick={() => remove.mutate(grant)}
                    >
                      <Trash2 />
                      Take back
                    </Button>
                  )}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  )
}
