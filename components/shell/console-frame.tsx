'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { meQuery } from '#lib/client/queries/me.ts'
import { AppShell } from './app-shell.tsx'
import { DeadEnd } from './dead-end.tsx'
import { Problem } from './problem.tsx'

/** ConsoleFrame finds who is looking and at which team, and puts the shell around the page. */
export function ConsoleFrame({ team: id, children }: { team: string; children: ReactNode }) {
  const { data: me, error, refetch } = useQuery(meQuery())
  const team = me?.teams.find((each) => each.id === id)
  if (me && team) {
    return (
      <AppShell me={me} team={team}>
        {children}
      </AppShell>
    )
  }
  if (me) {
    return (
      <main>
        <DeadEnd title="There is no such team">
          Or you are no member of it: whoever owns it can invite you.
        </DeadEnd>
      </main>
    )
  }
  if (error) {
    return (
      <main className="mx-auto max-w-xl px-4 pt-[12dvh]">
        <Problem error={error} onRetry={() => void refetch()} />
      </main>
    )
  }
  return (
    <Loading label="Loading">
      <div className="flex h-11 items-center gap-4 border-b border-line bg-surface px-4">
        <Skeleton className="h-5 w-28" />
        <Skeleton className="h-4 w-40" />
      </div>
    </Loading>
  )
}
