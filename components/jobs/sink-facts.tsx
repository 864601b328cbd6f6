'use client'

import { useQuery } from '@tanstack/react-query'
import { Fact } from '#components/ui/facts.tsx'
import { formatBytes, formatCount } from '#components/ui/format.ts'
import { webhooksQuery } from '#lib/client/queries/job-notices.ts'
import type { SinkSpec } from '#lib/shared/sink-spec.ts'
import { ProfileLink } from './profile-link.tsx'

export interface SinkFactsProps {
  team: string
  /** Whose webhooks they are. */
  profile: string
  sink: SinkSpec
}

/** SinkFacts shows where a consume job's records go. */
export function SinkFacts({ team, profile, sink }: SinkFactsProps) {
  if (sink.type === 'mongodb') return <MongoFact team={team} profile={sink.profile} />
  return (
    <>
      <WebhookFact team={team} profile={profile} webhook={sink.webhook} />
      <Fact name="Each call">
        {sink.format === 'json' ? 'a JSON array' : 'lines of JSON'}, at most {formatCount(sink.maxRecords)}{' '}
        {sink.maxRecords === 1 ? 'record' : 'records'} and {formatBytes(sink.maxBytes)}
      </Fact>
    </>
  )
}

/** Of its address the path is shown nowhere: it may hold a token. */
function WebhookFact({ team, profile, webhook }: { team: string; profile: string; webhook: string }) {
  const webhooks = useQuery({ ...webhooksQuery(team, profile), retry: false })
  const known = webhooks.data?.find(({ id }) => id === webhook)
  return (
    <Fact name="Records go to">
      {known ? (
        <>
          {known.name}, <span className="font-mono">{known.origin}</span>, signed
        </>
      ) : webhooks.isSuccess ? (
        'a webhook that was deleted'
      ) : (
        'a webhook'
      )}
    </Fact>
  )
}

function MongoFact({ team, profile }: { team: string; profile: string }) {
  return (
    <Fact name="Records go to">
      <ProfileLink team={team} profile={profile} />, collection <span className="font-mono">consumer</span> of
      the database named after the topic
    </Fact>
  )
}
