'use client'

import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { jobQuery } from '#lib/client/queries/jobs.ts'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { ProduceContent } from './produce-content.tsx'
import {
  emptyProduceForm,
  type ProduceErrors,
  type ProduceForm,
  produceFormOf,
  readProduceForm,
} from './produce-form-state.ts'
import { ProduceSample } from './produce-sample.tsx'
import { ProduceTarget } from './produce-target.tsx'
import { RightNotice } from './right-notice.tsx'
import { useStartJob } from './use-start-job.ts'

export interface ProduceViewProps {
  team: string
  profile: Profile
  facts: KafkaFacts
}

/** ProduceView prepares a produce job: where, how many, what; a sample of it; and its start. */
export function ProduceView(props: ProduceViewProps) {
  const { may } = useTeam()
  const like = useSearchParams().get('like')
  const job = useQuery({ ...jobQuery(props.team, like ?? ''), enabled: like !== null })
  if (!may('job.start')) return <NotAllowed action="job.start" what="produce records" />
  if (like !== null && job.isPending) {
    return (
      <Loading label="Loading the job to start again">
        <Skeleton className="h-80" />
      </Loading>
    )
  }
  const spec = job.data?.spec
  const brokers = props.profile.lastCheck?.verdict.cluster?.brokers.length ?? 1
  const initial =
    spec?.kind === 'produce'
      ? produceFormOf(spec)
      : {
          ...emptyProduceForm,
          topic: props.facts.topicPrefix ? '' : (props.facts.topic ?? ''),
          createTopic: mayCreateTopic(props.profile, props.facts),
          // Three copies is what a cluster is made for; fewer brokers can't hold more copies.
          replicationFactor: String(Math.min(3, brokers)),
        }
  return <ProduceFormView key={like} {...props} initial={initial} />
}

function ProduceFormView({ team, profile, facts, initial }: ProduceViewProps & { initial: ProduceForm }) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const topic = topics.data?.items.find((each) => each.name === form.topic)
  const missing = topics.isSuccess && form.topic !== '' && topic?.exists !== true
  // While the topics are being asked for, the wish to create goes along: a topic that is there is left as it is.
  const read = readProduceForm(topic?.exists === true ? { ...form, createTopic: false } : form)
  const errors = { ...(shown && 'errors' in read ? read.errors : {}), ...serverErrors(start.error) }
  const change = (part: Partial<ProduceForm>) => setForm((before) => ({ ...before, ...part }))

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if ('spec' in read) start.mutate({ profile: profile.id, spec: read.spec })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <RightNotice profile={profile} right="topic.write" what="write records" grantedBy="producer" />
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <ProduceTarget
            form={form}
            errors={errors}
            facts={facts}
            topics={topics.data?.items ?? []}
            missing={missing}
            onChange={change}
          />
          <ProduceContent form={form} errors={errors} onChange={change} />
        </div>
        <div className="min-w-0">
          <Panel title="Before it starts" className="lg:sticky lg:top-14">
            <div className="flex flex-col gap-3">
              <ProduceSample form={form} spec={'spec' in read ? read.spec : null} />
              {start.error && Object.keys(serverErrors(start.error)).length === 0 && (
                <Problem error={start.error} />
              )}
              <Button type="submit" variant="primary" pending={start.isPending} className="self-start">
                <Send />
                Produce
              </Button>
            </div>
          </Panel>
        </div>
      </div>
    </form>
  )
}

/** A topic that is not there is made by default where the rights allow it: who produces wants it to be there. */
function mayCreateTopic(profile: Profile, facts: KafkaFacts): boolean {
  const rights = profile.lastCheck?.verdict.rights ?? predictRights(facts)
  const create = rights.find((right) => right.id === 'topic.create')
  return create?.proved === 'yes' || (create?.proved === 'unknown' && create.predicted === 'yes')
}

/** What the server says about a field stands beside it. */
function serverErrors(caught: Error | null): ProduceErrors {
  if (!(caught instanceof ApiFailure)) return {}
  const field = caught.error.field?.replace(/^spec\./, '') ?? ''
  const text =
    caught.error.advice === undefined
      ? caught.error.message
      : `${caught.error.message} ${caught.error.advice}`
  if (field === 'topic' || field === 'count' || field === 'rate' || field === 'key') return { [field]: text }
  return field.startsWith('value') ? { template: text } : {}
}
