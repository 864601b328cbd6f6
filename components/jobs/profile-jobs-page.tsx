'use client'

import { ProfileJobsView } from './profile-jobs-view.tsx'
import { WithKafkaProfile } from './with-kafka-profile.tsx'

/** ProfileJobsPage is the Jobs tab of a profile. */
export function ProfileJobsPage({ team, profileId }: { team: string; profileId: string }) {
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile, facts) => <ProfileJobsView team={team} profile={profile} facts={facts} />}
    </WithKafkaProfile>
  )
}
