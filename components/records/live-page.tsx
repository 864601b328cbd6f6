'use client'

import { RightNeeded } from '#components/access/right-needed.tsx'
import { WithKafkaProfile } from '#components/jobs/with-kafka-profile.tsx'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { LivePanes } from './live-panes.tsx'

/** LivePage is the Live tab of a profile. */
export function LivePage({ team, profileId }: { team: string; profileId: string }) {
  const { may } = useTeam()
  if (!may('records.read')) return <NotAllowed action="records.read" what="read records" />
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile, facts) =>
        profile.rights.includes('use') ? (
          <LivePanes key={profile.id} team={team} profile={profile} facts={facts} />
        ) : (
          <RightNeeded profile={profile} what="read records" />
        )
      }
    </WithKafkaProfile>
  )
}
