'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { snippetQuery } from '#lib/client/queries/snippets.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { SnippetKindSchema, snippetTitles } from '#lib/shared/snippet.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { FillDialog } from './fill-dialog.tsx'
import { FilledNotice } from './filled-notice.tsx'
import { SnippetView } from './snippet-view.tsx'
import { TopicField } from './topic-field.tsx'
import { useFilledSnippet } from './use-filled-snippet.ts'
import { useSnippetKind } from './use-snippet-kind.ts'

const kinds = SnippetKindSchema.options.map((value) => ({ value, label: snippetTitles[value] }))

/** SnippetPage is the tab with a complete program in each language, for the credentials of a profile. */
export function SnippetPage({ profile: id }: { profile: string }) {
  const { team } = useTeam()
  const { data: profile, error, refetch } = useQuery(profileQuery(team.id, id))
  if (error && !profile) return <Problem error={error} onRetry={() => void refetch()} />
  if (!profile) return <Waiting />
  if (profile.facts.product !== 'kafka')
    return <Notice title="Client code is made for Kafka." advice="This profile is of another product." />
  return <Snippets profile={profile} facts={profile.facts} />
}

function Waiting() {
  return (
    <Loading label="Loading the program" className="flex flex-col gap-3">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-80" />
    </Loading>
  )
}

function Snippets({ profile, facts }: { profile: Profile; facts: KafkaFacts }) {
  const { team, may, mayWith } = useTeam()
  const [kind, setKind] = useSnippetKind()
  const [topic, setTopic] = useState(facts.topicPrefix ? `${facts.topic ?? ''}example` : '')
  const [asking, setAsking] = useState(false)
  const choosesTopic = facts.topicPrefix || facts.topic === null
  const wanted = choosesTopic ? topic : undefined
  const ready = wanted === undefined || TopicNameSchema.safeParse(wanted).success
  const query = useQuery({
    ...snippetQuery(team.id, profile, kind, wanted),
    enabled: ready && mayWith(profile, 'snippet.read', 'use'),
    placeholderData: keepPreviousData,
  })
  const filled = useFilledSnippet(profile.id)
  const shown = filled.shown?.snippet ?? query.data
  if (!mayWith(profile, 'snippet.read', 'use')) {
    return (
      <Notice
        title="Client code is for those who may use this profile."
        advice="Who shares it can grant you to use it."
      />
    )
  }
  const mayReveal = may('secret.reveal') && profile.rights.includes('reveal')
  const hasSecrets = profile.hasClientCertificate || facts.securityProtocol.startsWith('SASL')
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Language" className="w-full sm:w-64">
          {(control) => (
            <Select
              {...control}
              value={kind}
              options={kinds}
              onValueChange={(next) => {
                filled.hide()
                setKind(next)
              }}
            />
          )}
        </Field>
        {choosesTopic && (
          <TopicField
            facts={facts}
            value={topic}
            onChange={(next) => {
              filled.hide()
              setTopic(next)
            }}
          />
        )}
        {hasSecrets && mayReveal && !filled.shown && (
          <Button onClick={() => setAsking(true)} disabled={!query.data}>
            <KeyRound />
            Fill in the secrets
          </Button>
        )}
      </div>
      {filled.shown && <FilledNotice until={filled.shown.until} onHide={filled.hide} />}
      {query.error && !filled.shown && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {!shown && query.isFetching && <Waiting />}
      {shown && (filled.shown !== null || !query.error) && <SnippetView snippet={shown} />}
      {hasSecrets && !mayReveal && (
        <p className="text-xs text-muted">
          {may('secret.reveal')
            ? 'Secrets are read from the environment. Who shares this profile can grant you to see them.'
            : `Secrets are read from the environment. Only ${rolesThatMay('secret.reveal')} can be granted to see them.`}
        </p>
      )}
      {asking && (
        <FillDialog
          title={snippetTitles[kind]}
          onClose={() => setAsking(false)}
          onFill={(reason) => filled.fill({ kind, topic: wanted, reason })}
        />
      )}
    </div>
  )
}
