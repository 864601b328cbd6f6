'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, SearchX } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ConfirmAdministrator } from '#components/access/confirm-administrator.tsx'
import { EventsLink } from '#components/audit/events-link.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { Health } from './health.tsx'
import { productName } from './product-name.ts'
import { ProfileTabs } from './profile-tabs.tsx'

/** ProfileFrame stands around all pages of one profile: its name, how it stands, and the tabs. */
export function ProfileFrame({ profile: id, children }: { profile: string; children: ReactNode }) {
  const { team } = useTeam()
  const { data: profile, error, refetch } = useQuery(profileQuery(team.id, id))
  const list = `/teams/${team.id}/profiles`
  if (error && !profile) {
    return (
      <div className="mx-auto max-w-[1400px] px-3 py-5 sm:px-6">
        {error instanceof ApiFailure && error.status === 404 ? (
          <EmptyState
            level="h1"
            icon={<SearchX />}
            title="No such profile"
            actions={
              <Link href={list} className={buttonClass()}>
                All profiles
              </Link>
            }
          >
            It was deleted, or it belongs to another team.
          </EmptyState>
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col px-3 pt-3 pb-5 sm:px-6">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1">
        <Link
          href={list}
          aria-label="All profiles"
          className="-ml-2 inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-4" />
        </Link>
        {profile ? (
          <>
            <h1 className="min-w-0 text-lg font-semibold tracking-tight break-words">{profile.name}</h1>
            <Badge>{productName(profile.product)}</Badge>
            {profile.labels.map((label) => (
              <Badge key={label}>{label}</Badge>
            ))}
            {profile.product === 'kafka' && (
              <span className="text-sm">
                <Health profile={profile} />
              </span>
            )}
            <span className="ml-auto">
              <EventsLink subject={profile.id} what={profile.name} />
            </span>
          </>
        ) : (
          <Loading label="Loading the profile">
            <Skeleton className="h-5 w-56" />
          </Loading>
        )}
      </div>
      <ProfileTabs id={id} profile={profile} />
      <div className="pt-4">
        {profile ? (
          <ConfirmAdministrator profile={profile}>{children}</ConfirmAdministrator>
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    </div>
  )
}
