'use client'

import { WithKafkaProfile } from '#components/jobs/with-kafka-profile.tsx'
import { GroupsView } from './groups-view.tsx'

/** GroupsPage is the Groups tab of a profile. */
export function GroupsPage({ team, profileId }: { team: string; profileId: string }) {
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile) => <GroupsView team={team} profile={profile} />}
    </WithKafkaProfile>
  )
}
