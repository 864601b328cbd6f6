'use client'

import { useQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { likeQuery } from '#lib/client/queries/job-like.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { ConsumeForm } from './consume-form.tsx'
import { consumeFormOf, emptyConsumeForm } from './consume-form-state.ts'
import { CopyForm } from './copy-form.tsx'
import { copyFormOf, emptyCopyForm } from './copy-form-state.ts'
import { againSpec } from './job-words.ts'
import { JobsList } from './jobs-view.tsx'
import { mayCreateTopic } from './may-create-topic.ts'
import { RoundTripForm } from './round-trip-form.tsx'
import { emptyRoundTripForm, roundTripFormOf } from './round-trip-form-state.ts'

const kinds = [
  { value: 'consume', label: 'Consume' },
  { value: 'round-trip', label: 'Round trip' },
  { value: 'copy', label: 'Copy' },
] as const

const titles = {
  consume: 'Consume with a group',
  'round-trip': 'Round trip',
  copy: 'Copy to another topic',
} as const

/** ProfileJobsView starts a job on a profile and lists the profile's jobs. `?new=` chooses the kind. */
export function ProfileJobsView({
  team,
  profile,
  facts,
}: {
  team: string
  profile: Profile
  facts: KafkaFacts
}) {
  const { may, mayWith } = useTeam()
  const router = useRouter()
  const pathname = usePathname()
  const query = useSearchParams()
  const like = query.get('like')
  const job = useQuery({ ...likeQuery(team, like ?? ''), enabled: like !== null })
  const spec = job.data === undefined ? undefined : againSpec(job.data)
  const asked = spec?.kind ?? query.get('new')
  const kind = kinds.find(({ value }) => value === asked)?.value ?? 'consume'
  const topic = facts.topicPrefix ? '' : (facts.topic ?? '')
  return (
    <div className="flex flex-col gap-3">
      {job.error && <Problem error={job.error} onRetry={() => void job.refetch()} />}
      <Panel
        title={titles[kind]}
        aside={
          <Segmented
            size="sm"
            label="What to start"
            value={kind}
            options={kinds}
            onValueChange={(next) => router.replace(`${pathname}?new=${next}`)}
          />
        }
      >
        {!mayWith(profile, 'job.start', 'use') ? (
          <p className="text-muted">
            {may('job.start')
              ? `You may see this profile, but not use it. Ask an owner, an admin or ${profile.createdBy}.`
              : `Your role can’t start jobs. Ask ${rolesThatMay('job.start')} of the team.`}
          </p>
        ) : kind === 'consume' ? (
          <ConsumeForm
            key={job.data?.id ?? ''}
            {...{ team, profile, facts }}
            initial={spec?.kind === 'consume' ? consumeFormOf(spec) : { ...emptyConsumeForm, topic }}
          />
        ) : kind === 'copy' ? (
          <CopyForm
            key={job.data?.id ?? ''}
            {...{ team, profile }}
            initial={
              spec?.kind === 'copy'
                ? copyFormOf(spec, profile.id)
                : { ...emptyCopyForm, topic, targetProfile: profile.id }
            }
          />
        ) : (
          <RoundTripForm
            key={job.data?.id ?? ''}
            {...{ team, profile, facts }}
            initial={
              spec?.kind === 'round-trip'
                ? roundTripFormOf(spec)
                : { ...emptyRoundTripForm, topic, ...newTopicOf(profile, facts) }
            }
          />
        )}
      </Panel>
      <JobsList
        team={team}
        choice={{ profile: profile.id }}
        withProfile={false}
        empty={
          <EmptyState icon={<ListChecks />} title="No jobs on this profile yet">
            Start one above, or produce records: each becomes a job with its own page.
          </EmptyState>
        }
      />
    </div>
  )
}

/** A topic that is not there is made where the rights allow it, with as many copies as there are brokers for. */
function newTopicOf(profile: Profile, facts: KafkaFacts) {
  const brokers = profile.lastCheck?.verdict.cluster?.brokers.length ?? 1
  return {
    createTopic: mayCreateTopic(profile, facts),
    replicationFactor: String(Math.min(3, brokers)),
  }
}
