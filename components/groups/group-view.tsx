'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, Play, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useNow } from '#components/ui/use-now.ts'
import { ApiFailure } from '#lib/client/api.ts'
import type { GroupWatch } from '#lib/client/lag-history.ts'
import { groupWatchQuery } from '#lib/client/queries/groups.ts'
import { GroupActions } from './group-actions.tsx'
import { GroupFactsPanel } from './group-facts-panel.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupPartitions } from './group-partitions.tsx'
import { GroupState } from './groups-table.tsx'
import { LagChart } from './lag-chart.tsx'

/** Quick enough to see a rebalance, slow enough for a cluster with a hundred watchers. */
const LOOK_MS = 2_000
/** A tab that was left open does not ask for ever. */
const WATCH_MS = 30 * 60_000

/** GroupPlace is which group of which profile. */
export interface GroupPlace {
  team: string
  profile: string
  group: string
}

/** GroupView shows one group and watches it: state, members, lag, and what may be done with it. */
export function GroupView({ place, topic }: { place: GroupPlace; topic: string | null }) {
  const [until, setUntil] = useState(() => Date.now() + WATCH_MS)
  const [leaving, setLeaving] = useState(false)
  const now = useNow()
  const { team, profile, group } = place
  const query = useQuery({
    ...groupWatchQuery(team, profile, group),
    enabled: !leaving,
    refetchInterval: ({ state }) => {
      const error = state.error as unknown
      if (error instanceof ApiFailure && error.status === 404) return false
      return Date.now() < until ? LOOK_MS : false
    },
  })
  const list = `/teams/${team}/profiles/${profile}/groups`
  if (query.error instanceof ApiFailure && query.error.status === 404)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState
          icon={<SearchX />}
          title="No such group"
          actions={
            <Link href={list} className={buttonClass()}>
              All groups
            </Link>
          }
        >
          There is no group <span className="font-mono break-all">{group}</span> on this cluster. A group
          begins when its first member joins, and is forgotten some days after its last commit.
        </EmptyState>
      </div>
    )
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-2">
        <Link
          href={list}
          aria-label="All groups"
          className="-ml-2 inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4" />
        </Link>
        <h2 className="min-w-0 font-mono text-lg font-semibold break-all">{group}</h2>
        {query.data && (
          <span role="status">
            <GroupState state={query.data.facts.state} />
          </span>
        )}
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.data ? (
        <Known place={place} watch={query.data} topic={topic} onLeave={setLeaving} />
      ) : (
        !query.error && (
          <Loading label="Asking the cluster for the group" className="flex flex-col gap-3">
            <Skeleton className="h-20" />
            <Skeleton className="h-56" />
          </Loading>
        )
      )}
      {query.data && now !== null && now >= until && (
        <Notice
          role="status"
          title="Paused after half an hour. The numbers are those of the last look."
          actions={
            <Button
              size="sm"
              onClick={() => {
                setUntil(Date.now() + WATCH_MS)
                void query.refetch()
              }}
            >
              <Play />
              Go on watching
            </Button>
          }
        />
      )}
    </div>
  )
}

interface KnownProps {
  place: GroupPlace
  watch: GroupWatch
  topic: string | null
  onLeave: (leaves: boolean) => void
}

function Known({ place, watch, topic, onLeave }: KnownProps) {
  const { facts, samples } = watch
  return (
    <>
      {facts.note !== null && <Notice title={facts.note} />}
      <GroupActions place={place} facts={facts} topic={topic} onLeave={onLeave} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <GroupFactsPanel facts={facts} />
        <LagChart facts={facts} samples={samples} />
      </div>
      <GroupMembers facts={facts} />
      <GroupPartitions facts={facts} samples={samples} />
    </>
  )
}
