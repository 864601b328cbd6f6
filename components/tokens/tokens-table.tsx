'use client'

import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import type { ApiToken } from '#lib/shared/api-token.ts'
import { scopeWords } from './scope-words.ts'

const tones = { active: 'ok', expired: 'neutral', revoked: 'bad' } as const

/** TokensTable lists tokens, the newest first: what each may do, until when, and when it last did something. */
export function TokensTable({
  tokens,
  onRevoke,
}: {
  tokens: readonly ApiToken[]
  onRevoke: (token: ApiToken) => void
}) {
  return (
    <TableFrame label="API tokens">
      <Table className="min-w-3xl">
        <TableHead>
          <TableRow>
            <Th>Name</Th>
            <Th>State</Th>
            <Th>Acts for</Th>
            <Th>May</Th>
            <Th>Last used</Th>
            <Th>Ends</Th>
            <Th className="relative">
              <span className="sr-only">Actions</span>
            </Th>
          </TableRow>
        </TableHead>
        <tbody>
          {tokens.map((token) => (
            <TableRow key={token.id} className="hover:bg-hover">
              <Td className="max-w-60 font-medium break-words">{token.name}</Td>
              <Td>
                <Badge tone={tones[token.state]}>{token.state}</Badge>
              </Td>
              <Td className="max-w-60">
                {token.mine ? 'you' : token.owner.email}
                <span className="text-muted"> as {token.role}</span>
              </Td>
              <Td className="max-w-72 text-muted">
                {token.scopes.map((scope) => scopeWords[scope].label).join(', ')}
              </Td>
              <Td className="text-muted">
                {token.lastUsedAt === null ? 'never' : <RelativeTime at={token.lastUsedAt} />}
              </Td>
              <Td className="text-muted">
                <RelativeTime at={token.expiresAt} />
              </Td>
              <Td className="text-right">
                {token.state === 'active' && (
                  <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
                    Revoke
                  </Button>
                )}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}
