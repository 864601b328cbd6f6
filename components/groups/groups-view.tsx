'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Lock, RotateCw, Search, UsersRound } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useDeferredValue, useRef } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { groupPageQuery } from '#lib/client/queries/groups.ts'
import { type GroupPage, MAX_GROUP_ID } from '#lib/shared/group.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { GroupsDenied } from './groups-denied.tsx'
import { GroupsTable } from './groups-table.tsx'

/** Each page of groups costs the cluster a question for each group; who looks at several asks by hand. */
const REFRESH_MS = 10_000

/** GroupsView lists the consumer groups that a profile reaches. */
export function GroupsView({ team, profile }: { team: string; profile: Profile }) {
  const { mayWith } = useTeam()
  const field = useRef<HTMLInputElement>(null)
  const search = useSearchParams().get('q') ?? ''
  useShortcuts([{ keys: '/', label: 'Search', group: 'Groups', run: () => field.current?.select() }])
  if (!mayWith(profile, 'group.read', 'use')) return <GroupsDenied profile={profile} />

  function show(next: string) {
    // Not a navigation: each letter would ask the server for the page anew.
    window.history.replaceState(
      null,
      '',
      next === '' ? window.location.pathname : `?${new URLSearchParams({ q: next })}`,
    )
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="relative max-w-md">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
        <Input
          ref={field}
          mono
          type="search"
          aria-label="Search groups"
          placeholder="Part of a group’s id"
          maxLength={MAX_GROUP_ID}
          className="pl-8"
          value={search}
          onChange={(event) => show(event.target.value)}
        />
      </div>
      <Found team={team} profile={profile} search={search.trim()} />
    </div>
  )
}

function Found({ team, profile, search }: { team: string; profile: Profile; search: string }) {
  const query = useInfiniteQuery({
    ...groupPageQuery(team, profile.id, useDeferredValue(search)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFRESH_MS : false),
  })
  const first = query.data?.pages[0]
  if (first === undefined) {
    if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />
    return (
      <Loading label="Asking the cluster for groups" className="flex flex-col gap-2">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  const groups = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {first.silent.length > 0 && (
        <Notice
          tone="warn"
          title={`${first.silent.join(', ')} did not answer: the groups that it looks after are missing here.`}
          advice="They move to another broker by themselves when it stays away."
        />
      )}
      {groups.length > 0 ? (
        <GroupsTable team={team} profile={profile.id} groups={groups} />
      ) : (
        <div className="rounded-lg border border-line bg-surface">
          <NoGroups page={first} search={search} />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted">
        <p role="status" className="min-w-0 flex-1 basis-60">
          {groups.length > 0 && `${formatCount(groups.length)} of ${formatCount(first.total)} groups. `}
          <Reach page={first} />
        </p>
        {query.hasNextPage && (
          <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            More groups
          </Button>
        )}
        <Button
          variant="ghost"
          pending={query.isRefetching && !query.isFetchingNextPage}
          onClick={() => void query.refetch()}
        >
          <RotateCw />
          Refresh
        </Button>
      </div>
    </>
  )
}

function NoGroups({ page, search }: { page: GroupPage; search: string }) {
  if (page.forbidden !== null)
    return (
      <EmptyState icon={<Lock />} title="These credentials reach no consumer group">
        {page.forbidden} Whoever runs the data-integrator grants it by the role{' '}
        <span className="font-mono">consumer</span> in its <span className="font-mono">extra-user-roles</span>
        , then relates it anew and gives you the new credentials.
      </EmptyState>
    )
  if (search !== '')
    return (
      <EmptyState icon={<Search />} title="No such group">
        No group’s id contains <span className="font-mono break-all">{search}</span>.
      </EmptyState>
    )
  return (
    <EmptyState icon={<UsersRound />} title="No consumer groups yet">
      A group begins when an application, or a consume job, first joins it.
    </EmptyState>
  )
}

/** Kafka hides what is forbidden, so a list always looks complete: this says of what. */
function Reach({ page }: { page: GroupPage }) {
  if (page.forbidden !== null) return null
  if (page.reach === null) return <>All groups that this user may see.</>
  return (
    <>
      Only ids that{' '}
      {page.reach.map((name, at) => (
        <span key={name}>
          {at > 0 && ' or '}
          {name.endsWith('*') ? 'begin with ' : 'are '}
          <span className="font-mono break-all">{name.replace(/\*$/, '')}</span>
        </span>
      ))}{' '}
      are granted; Kafka hides the others.
      {page.outside > 0 && ` ${formatCount(page.outside)} more that the cluster shows are left out.`}
    </>
  )
}
