'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Fact } from '#components/ui/facts.tsx'
import { formatBytes, formatCount } from '#components/ui/format.ts'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import type { SinkSpec } from '#lib/shared/sink-spec.ts'

/** SinkFacts shows where a consume job's records go. Of a webhook's address no path: it may hold a token. */
export function SinkFacts({ team, sink }: { team: string; sink: SinkSpec }) {
  if (sink.type === 'mongodb') return <MongoFact team={team} profile={sink.profile} />
  return (
    <>
      <Fact name="Records go to" mono>
        {URL.parse(sink.url)?.host ?? 'a webhook'}
      </Fact>
      <Fact name="Each call">
        {sink.format === 'json' ? 'a JSON array' : 'lines of JSON'}, at most {formatCount(sink.maxRecords)}{' '}
        {sink.maxRecords === 1 ? 'record' : 'records'} and {formatBytes(sink.maxBytes)}
      </Fact>
      <Fact name="Signature">
        only where a secret was given at the start, which is not kept: “Change and run” asks for one, “Run
        again” sends without
      </Fact>
    </>
  )
}

function MongoFact({ team, profile }: { team: string; profile: string }) {
  const known = useQuery({ ...profileQuery(team, profile), retry: false }).data
  return (
    <Fact name="Records go to">
      <Link href={`/teams/${team}/profiles/${profile}`} className="underline">
        {known?.name ?? profile}
      </Link>
      , collection <span className="font-mono">consumer</span> of the database named after the topic
    </Fact>
  )
}
