'use client'

import { WithKafkaProfile } from '#components/jobs/with-kafka-profile.tsx'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { LiveView } from './live-view.tsx'

/** LivePage is the Live tab of a profile. */
export function LivePage({ team, profileId }: { team: string; profileId: string }) {
  const { may } = useTeam()
  if (!may('records.read')) return <NotAllowed action="records.read" what="read records" />
  return (
    <WithKafkaProfile team={team} profileId={profileId}>
      {(profile, facts) => <LiveView key={profile.id} team={team} profile={profile} facts={facts} />}
    </WithKafkaProfile>
  )
}
