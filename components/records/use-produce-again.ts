'use client'

import { useRouter } from 'next/navigation'
import { useTeam } from '#components/shell/team-context.tsx'
import { handRecord } from '#lib/client/handed-record.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'

export interface ProduceAgainOptions {
  team: string
  profile: Profile
  topic: string | null
}

/** useProduceAgain gives what takes a record to the Produce page; null for who may not produce. */
export function useProduceAgain({
  team,
  profile,
  topic,
}: ProduceAgainOptions): ((record: KafkaRecord) => void) | null {
  const { mayWith } = useTeam()
  const router = useRouter()
  if (topic === null || !mayWith(profile, 'records.produce', 'use')) return null
  return (record) => {
    handRecord({ topic, record })
    router.push(`/teams/${team}/profiles/${profile.id}/produce?record=handed`)
  }
}
