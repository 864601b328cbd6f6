'use client'

import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { RightNeeded } from '#components/access/right-needed.tsx'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { handedRecord } from '#lib/client/handed-record.ts'
import { likeQuery } from '#lib/client/queries/job-like.ts'
import { topicQuery, topicsQuery } from '#lib/client/queries/topics.ts'
import { parseRecordAddress } from '#lib/client/record-address.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { ImportFile } from './import-file.tsx'
import { mayCreateTopic } from './may-create-topic.ts'
import { ProduceContent } from './produce-content.tsx'
import { fieldOf, type ProduceErrors } from './produce-form-errors.ts'
import { emptyProduceForm, type ProduceForm, produceFormOf, readProduceForm } from './produce-form-state.ts'
import { ProduceFound } from './produce-found.tsx'
import { DocumentsPlan } from './produce-mongo.tsx'
import { ProduceRecord } from './produce-record.tsx'
import { ProduceSample } from './produce-sample.tsx'
import { ProduceTarget } from './produce-target.tsx'
import { emptyRecordForm, recordFormOf } from './record-form-state.ts'
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
  const query = useSearchParams()
  const like = query.get('like')
  const one = query.get('record')
  const found = query.get('source') === 'found'
  const job = useQuery({ ...likeQuery(props.team, like ?? ''), enabled: like !== null })
  if (!may('job.start')) return <NotAllowed action="job.start" what="produce records" />
  if (!props.profile.rights.includes('use'))
    return <RightNeeded profile={props.profile} what="produce records" />
  if (found) {
    return (
      <div className="flex flex-col gap-3">
        <Source source="found" />
        <ProduceFound {...props} address={parseRecordAddress(query)} />
      </div>
    )
  }
  if (one !== null) {
    return (
      <div className="flex flex-col gap-3">
        <Source source="one" />
        <OneRecord {...props} handed={one === 'handed'} />
      </div>
    )
  }
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
  return (
    <div className="flex flex-col gap-3">
      <Source source="many" />
      {job.error && <Problem error={job.error} onRetry={() => void job.refetch()} />}
      <ProduceFormView key={like} {...props} initial={initial} />
    </div>
  )
}

const sources = [
  { value: 'many', label: 'Many records', query: '' },
  { value: 'one', label: 'One record', query: '?record=new' },
  { value: 'found', label: 'Records found', query: '?source=found' },
] as const

function Source({ source }: { source: (typeof sources)[number]['value'] }) {
  const router = useRouter()
  const pathname = usePathname()
  return (
    <Segmented
      className="self-start"
      label="What is produced"
      value={source}
      options={sources}
      onValueChange={(next) =>
        router.push(`${pathname}${sources.find(({ value }) => value === next)?.query ?? ''}`)
      }
    />
  )
}

/** One record to write: the one that the live page handed over, or a new one. */
function OneRecord({ team, profile, facts, handed }: ProduceViewProps & { handed: boolean }) {
  const [given] = useState(handedRecord)
  const topic = facts.topicPrefix ? '' : (facts.topic ?? '')
  if (!handed || given === null) {
    return (
      <>
        {handed && (
          <Notice
            tone="warn"
            title="The record is not here any more."
            advice="It was kept in this tab only, and left with a reload. Choose it again on the Live page."
          />
        )}
        <ProduceRecord key="new" team={team} profile={profile} initial={emptyRecordForm(topic)} />
      </>
    )
  }
  return <ProduceRecord key="handed" team={team} profile={profile} initial={recordFormOf(given)} />
}

function ProduceFormView({ team, profile, facts, initial }: ProduceViewProps & { initial: ProduceForm }) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const timed = form.timestampType === 'fixed' || form.timestampType === 'range'
  const topic = topics.data?.items.find((each) => each.name === form.topic)
  const known = useQuery({
    ...topicQuery(team, profile.id, form.topic),
    enabled: timed && topic?.exists === true,
  })
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
          <ProduceContent team={team} form={form} errors={errors} onChange={change} />
          {!missing && <ImportFile team={team} profile={profile.id} topic={form.topic} form={form} />}
        </div>
        <div className="min-w-0">
          <Panel title="Before it starts" className="lg:sticky lg:top-14">
            <div className="flex flex-col gap-3">
              {form.valueType === 'mongodb' ? (
                <DocumentsPlan form={form} />
              ) : (
                <ProduceSample
                  form={form}
                  spec={'spec' in read ? read.spec : null}
                  topic={topic}
                  configuration={known.data?.configuration ?? null}
                />
              )}
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

/** What the server says about a field stands beside it. */
function serverErrors(caught: Error | null): ProduceErrors {
  if (!(caught instanceof ApiFailure)) return {}
  const field = caught.error.field ?? ''
  if (!field.startsWith('spec.')) return {}
  const text =
    caught.error.advice === undefined
      ? caught.error.message
      : `${caught.error.message} ${caught.error.advice}`
  return { [fieldOf(field.split('.').slice(1))]: text }
}
