'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeySquare, Plus } from 'lucide-react'
import { useState } from 'react'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { revokeToken, tokensKey, tokensQuery } from '#lib/client/queries/tokens.ts'
import type { ApiToken, CreatedToken } from '#lib/shared/api-token.ts'
import { CreateToken } from './create-token.tsx'
import { MadeToken } from './made-token.tsx'
import { TokensTable } from './tokens-table.tsx'

/** TokensScreen is the page of API tokens: one's own, or everybody's for who heads the team. */
export function TokensScreen() {
  const { may } = useTeam()
  return may('token.list') ? <Tokens /> : <NotAllowed action="token.list" what="have API tokens" />
}

function Tokens() {
  const { team, may } = useTeam()
  const tokens = useQuery(tokensQuery(team.id))
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<CreatedToken>()
  const [revoking, setRevoking] = useState<ApiToken>()
  const create = may('token.create') && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus />
      New token
    </Button>
  )
  return (
    <>
      <PageHeader title="API tokens" actions={create}>
        For scripts, such as one that runs <code className="font-mono text-sm">keystream push</code> after a
        rotation.
      </PageHeader>
      {tokens.error && <Problem error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.isPending && (
        <Loading label="Loading tokens" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {tokens.data?.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<KeySquare />} title="No tokens" actions={create}>
            A token acts for you in this team alone, does only what you choose, and ends by itself.
          </EmptyState>
        </div>
      )}
      {tokens.data && tokens.data.length > 0 && <TokensTable tokens={tokens.data} onRevoke={setRevoking} />}
      {creating && (
        <CreateToken
          onClose={() => setCreating(false)}
          onCreated={(token) => {
            setCreating(false)
            setMade(token)
          }}
        />
      )}
      {made && <MadeToken made={made} onClose={() => setMade(undefined)} />}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function Revoke({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeToken(team.id, token.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: tokensKey(team.id) })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke “${token.name}”?`}
      confirm="Revoke"
      pending={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>Whatever uses it is refused from now on. It can’t be undone; a new token can be made.</p>
      {revoke.error && <Problem error={revoke.error} />}
    </ConfirmDialog>
  )
}
