'use client'

import { useQuery } from '@tanstack/react-query'
import { Plug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'

export interface WithKafkaProfileProps {
  team: string
  profileId: string
  children: (profile: Profile, facts: KafkaFacts) => ReactNode
}

/** WithKafkaProfile shows its children once the profile is known and is one of Kafka's. */
export function WithKafkaProfile({ team, profileId, children }: WithKafkaProfileProps) {
  const query = useQuery(profileQuery(team, profileId))
  if (query.data === undefined) {
    if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />
    return (
      <Loading label="Loading the profile" className="flex flex-col gap-3">
        <Skeleton className="h-8" />
        <Skeleton className="h-80" />
      </Loading>
    )
  }
  const { facts } = query.data
  if (facts.product === 'kafka') return children(query.data, facts)
  return (
    <EmptyState icon={<Plug />} title="Nothing to stream here">
      These credentials are for {facts.product}; records are produced and read with those of Kafka.
    </EmptyState>
  )
}
