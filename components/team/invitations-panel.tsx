'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { invitationsQuery, membersKey, revokeInvitation } from '#lib/client/queries/members.ts'

/** InvitationsPanel lists who was invited and has not come yet. */
export function InvitationsPanel() {
  const { team } = useTeam()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(invitationsQuery(team.id))
  const revoke = useMutation({
    mutationFn: (id: string) => revokeInvitation(team.id, id),
    onSuccess: async () => {
      toast.success('The invitation is revoked')
      await client.invalidateQueries({ queryKey: membersKey(team.id) })
    },
    onError: (caught) => toast.error(apiErrorOf(caught).message),
  })
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data || data.items.length === 0) return null
  return (
    <Panel title="Invitations" flush>
      <ul>
        {data.items.map((each) => (
          <li
            key={each.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-sm last:border-b-0"
          >
            <span className="min-w-0 flex-1 basis-52">
              <span className="font-medium break-all">{each.email}</span>{' '}
              <span className="text-muted">
                as {each.role}, by {each.createdBy}
              </span>
            </span>
            {each.expired ? (
              <Badge tone="warn">ran out</Badge>
            ) : (
              <span className="text-muted">
                sent <RelativeTime at={each.createdAt} />
              </span>
            )}
            <Button
              size="sm"
              aria-label={`Revoke the invitation of ${each.email}`}
              pending={revoke.isPending && revoke.variables === each.id}
              onClick={() => revoke.mutate(each.id)}
            >
              {each.expired ? 'Clear' : 'Revoke'}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
