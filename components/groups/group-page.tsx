'use client'

import { WithKafkaProfile } from '#components/jobs/with-kafka-profile.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { GroupView } from './group-view.tsx'
import { GroupsDenied } from './groups-denied.tsx'

/** GroupPage is the page of one consumer group. */
export function GroupPage({ team, profileId, group }: { team: string; profileId: string; group: string }) {
  const { mayWith } = useTeam()
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile, facts) =>
        mayWith(profile, 'group.read', 'use') ? (
          <GroupView
            key={group}
            place={{ team, profile: profile.id, group }}
            topic={facts.topicPrefix ? null : facts.topic}
          />
        ) : (
          <GroupsDenied profile={profile} />
        )
      }
    </WithKafkaProfile>
  )
}
