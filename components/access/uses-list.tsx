'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Problem } from '#components/shell/problem.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { profileUsesQuery } from '#lib/client/queries/grants.ts'
import type { ProfileUse } from '#lib/shared/profile-access.ts'
import { wordsOfUse } from './words-of-use.ts'

const tones = { used: 'neutral', saw: 'warn', shared: 'accent' } as const
const labels = { used: 'Used', saw: 'Saw the secret', shared: 'Shared' } as const

/** UsesList says who used the profile, who saw its secret and who shared it, the newest first. */
export function UsesList({ team, profile }: { team: string; profile: string }) {
  const uses = useInfiniteQuery(profileUsesQuery(team, profile))
  if (uses.error && !uses.data) return <Problem error={uses.error} onRetry={() => void uses.refetch()} />
  if (!uses.data) return <Skeleton className="h-24 w-full" />
  const items = uses.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <p className="text-muted">Nobody has used it yet.</p>
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col divide-y divide-line text-sm">
        {items.map((use) => (
          <Use key={use.sequence} use={use} />
        ))}
      </ul>
      {uses.hasNextPage && (
        <Button
          size="sm"
          className="self-start"
          pending={uses.isFetchingNextPage}
          onClick={() => void uses.fetchNextPage()}
        >
          Older
        </Button>
      )}
    </div>
  )
}

function Use({ use }: { use: ProfileUse }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2.5 gap-y-1 py-1.5">
      <Badge tone={tones[use.kind]}>{labels[use.kind]}</Badge>
      <span className="min-w-0 flex-1 break-words">
        <span className="font-medium">{use.actor ?? 'Keystream'}</span> {wordsOfUse(use)}
      </span>
      <RelativeTime at={use.at} className="text-xs text-muted" />
    </li>
  )
}
