import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { RecentProofProvider } from '#components/team/prove-it-is-you.tsx'
import type { Role } from '#lib/shared/team.ts'
import { TeamProvider } from '../team-context.tsx'

const team = { id: 'team_test', name: 'Platform' }

export type FakeAnswer = { status?: number; body: unknown; ndjson?: boolean }
export type FakeApi = (request: { method: string; path: string; body: unknown }) => FakeAnswer

/** showInTeam renders a page's part as a member of a team sees it, in front of a fake API. Gives the requests that were sent. */
export function showInTeam(part: ReactNode, options: { role?: Role; api?: FakeApi } = {}) {
  const sent: { method: string; path: string; body: unknown }[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const request = { method: init.method ?? 'GET', path, body }
    sent.push(request)
    const answer = options.api?.(request) ?? { status: 404, body: notFound }
    const text = answer.ndjson
      ? (answer.body as unknown[]).map((event) => `${JSON.stringify(event)}\n`).join('')
      : JSON.stringify(answer.body)
    return Promise.resolve(new Response(text, { status: answer.status ?? 200 }))
  })
  const mine = { ...team, role: options.role ?? 'owner' }
  const me = { user: { id: 'u', name: 'Ada', email: 'ada@example.com' }, teams: [mine] }
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <QueryClientProvider client={client}>
      <TeamProvider me={me} team={mine}>
        <RecentProofProvider>{part}</RecentProofProvider>
      </TeamProvider>
    </QueryClientProvider>,
  )
  return { sent }
}

const notFound = { error: { code: 'not_found', message: 'There is nothing here.' } }
