'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Fact } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import type { CopyMapping, CopySpec } from '#lib/shared/copy-spec.ts'

/** CopySpecification shows what a copy was asked to do. */
export function CopySpecification({ team, own, spec }: { team: string; own: string; spec: CopySpec }) {
  const { target, group, filter, mapping } = spec
  const profile = target.profile ?? own
  const known = useQuery({ ...profileQuery(team, profile), retry: false }).data
  return (
    <>
      <Fact name="To topic" mono>
        {target.topic ?? 'the granted one'}
      </Fact>
      <Fact name="To profile">
        <Link href={`/teams/${team}/profiles/${profile}`} className="underline">
          {known?.name ?? profile}
        </Link>
      </Fact>
      <Fact name="Range">
        {group ? `a new group begins at ${spec.from}` : `${spec.from} to ${spec.to}`}
        {spec.limit !== undefined && `, at most ${formatCount(spec.limit)} records`}
      </Fact>
      {spec.partitions !== undefined && <Fact name="Partitions">{spec.partitions.join(', ')}</Fact>}
      <Fact name="Group" mono={group?.id !== undefined}>
        {group ? (group.id ?? 'one of the job’s own') : 'none'}
      </Fact>
      {filter !== undefined && (
        <Fact name="Filter" mono>
          {[filter.text, filter.regex && `/${filter.regex}/`, filter.expr].filter(Boolean).join(' and ')}
        </Fact>
      )}
      <Fact name="Mapping">{mappingWords(mapping)}</Fact>
      <Fact name="Compression">{spec.compression}</Fact>
      {target.createTopic !== undefined && (
        <Fact name="New topic">
          {target.createTopic.partitions} partitions, replication factor{' '}
          {target.createTopic.replicationFactor}
        </Fact>
      )}
    </>
  )
}

/** mappingWords says what becomes of a record, in a line. */
export function mappingWords(mapping: CopyMapping): string {
  const { fields, constants = [], addHeaders = [] } = mapping
  const words = [
    mapping.key === 'drop' && 'no keys',
    mapping.headers === 'drop' && 'no headers',
    mapping.timestamp === 'now' && 'the time of copying',
    mapping.partition === 'by-key' && 'partitions by key',
    mapping.tombstones === 'drop' && 'no tombstones',
    fields && `fields ${fields.map(({ from, to }) => (from === to ? from : `${from} → ${to}`)).join(', ')}`,
    constants.length > 0 && constants.map(({ to, value }) => `${to} = ${JSON.stringify(value)}`).join(', '),
    addHeaders.length > 0 && `headers ${addHeaders.map(([name, value]) => `${name}: ${value}`).join(', ')}`,
  ].filter((word) => word !== false && word !== undefined)
  return words.length === 0 ? 'everything as it is' : words.join('; ')
}
