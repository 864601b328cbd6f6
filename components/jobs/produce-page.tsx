'use client'

import { ProduceView } from './produce-view.tsx'
import { WithKafkaProfile } from './with-kafka-profile.tsx'

/** ProducePage is the Produce tab of a profile. */
export function ProducePage({ team, profileId }: { team: string; profileId: string }) {
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile, facts) => <ProduceView team={team} profile={profile} facts={facts} />}
    </WithKafkaProfile>
  )
}
