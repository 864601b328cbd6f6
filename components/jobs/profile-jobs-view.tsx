'use client'

import { useQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { jobQuery } from '#lib/client/queries/jobs.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { ConsumeForm } from './consume-form.tsx'
import { consumeFormOf, emptyConsumeForm } from './consume-form-state.ts'
import { againSpec } from './job-words.ts'
import { JobsList } from './jobs-view.tsx'

/** ProfileJobsView starts a consume job on a profile and lists the profile's jobs. */
export function ProfileJobsView({
  team,
  profile,
  facts,
}: {
  team: string
  profile: Profile
  facts: KafkaFacts
}) {
  const { may } = useTeam()
  const like = useSearchParams().get('like')
  const job = useQuery({ ...jobQuery(team, like ?? ''), enabled: like !== null })
  const spec = job.data === undefined ? undefined : againSpec(job.data)
  const initial =
    spec?.kind === 'consume'
      ? consumeFormOf(spec)
      : { ...emptyConsumeForm, topic: facts.topicPrefix ? '' : (facts.topic ?? '') }
  return (
    <div className="flex flex-col gap-3">
      <Panel title="Consume with a group">
        {may('job.start') ? (
          <ConsumeForm
            key={job.data?.id ?? ''}
            team={team}
            profile={profile}
            facts={facts}
            initial={initial}
          />
        ) : (
          <p className="text-muted">
            Your role can’t start jobs. Ask {rolesThatMay('job.start')} of the team.
          </p>
        )}
      </Panel>
      <JobsList
        team={team}
        profile={profile.id}
        empty={
          <EmptyState icon={<ListChecks />} title="No jobs on this profile yet">
            Start one above, or produce records: each becomes a job with its own page.
          </EmptyState>
        }
      />
    </div>
  )
}
