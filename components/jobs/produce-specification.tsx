import { Fact } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { howManyWords } from './job-words.ts'
import { ProfileLink } from './profile-link.tsx'

/** ProduceSpecification shows what a produce job was asked to write. */
export function ProduceSpecification({ team, spec }: { team: string; spec: ProduceSpec }) {
  const { key, rate, burst, value, sink } = spec
  return (
    <>
      <Fact name="Records">{spec.count === undefined ? howManyWords(spec) : formatCount(spec.count)}</Fact>
      {spec.firstSequence !== undefined && <Fact name="First number">{formatCount(spec.firstSequence)}</Fact>}
      <Fact name="Rate">
        {rate === undefined ? 'as fast as acknowledged' : `${formatCount(rate)} a second`}
        {burst !== undefined && `, ${formatCount(burst)} at once`}
      </Fact>
      {value.type === 'mongodb' ? (
        <Fact name="Values come from">
          <ProfileLink team={team} profile={value.profile} />, collection{' '}
          <span className="font-mono">{value.collection}</span> of the database{' '}
          {value.database === undefined ? (
            'named after the topic'
          ) : (
            <span className="font-mono">{value.database}</span>
          )}
          {value.after !== undefined && (
            <>
              , after <span className="font-mono">{value.after}</span>
            </>
          )}
        </Fact>
      ) : (
        <Fact name="Value" mono={value.type === 'template'}>
          {value.type === 'template'
            ? value.template
            : value.type === 'null'
              ? 'null'
              : 'the test application’s JSON'}
        </Fact>
      )}
      {sink !== undefined && (
        <Fact name="Stored in">
          <ProfileLink team={team} profile={sink.profile} />, collection{' '}
          <span className="font-mono">producer</span> of the database named after the topic
        </Fact>
      )}
      <Fact name="Key" mono={typeof key === 'string'}>
        {key === undefined ? 'none' : keyWords(key)}
      </Fact>
      {spec.headers !== undefined && (
        <Fact name="Headers" mono>
          {spec.headers.map(([name, value]) => `${name}: ${value ?? '(null)'}`).join(', ')}
        </Fact>
      )}
      {spec.partition !== undefined && <Fact name="Partition">{partitionWords(spec.partition)}</Fact>}
      {spec.timestamp !== undefined && <Fact name="Time">{timestampWords(spec.timestamp)}</Fact>}
      {spec.seed !== undefined && <Fact name="Seed">{spec.seed}</Fact>}
      <Fact name="Compression">{spec.compression}</Fact>
      {spec.createTopic !== undefined && (
        <Fact name="New topic">
          {spec.createTopic.partitions} partitions, replication factor {spec.createTopic.replicationFactor}
        </Fact>
      )}
    </>
  )
}

function keyWords(key: NonNullable<ProduceSpec['key']>): string {
  if (typeof key === 'string') return key
  return key.type === 'field' ? `the field ${key.path}` : `${formatCount(key.keys)} keys in turn`
}

function partitionWords(partition: NonNullable<ProduceSpec['partition']>): string {
  if (partition.type === 'round-robin') return 'one after the other'
  if (partition.type === 'fixed') return String(partition.partition)
  return partition.type === 'field' ? `the field ${partition.path}` : partition.template
}

function timestampWords(timestamp: NonNullable<ProduceSpec['timestamp']>): string {
  if (timestamp.type === 'field') return `the field ${timestamp.path}`
  const iso = (at: number) => new Date(at).toISOString()
  return timestamp.type === 'fixed' ? iso(timestamp.at) : `${iso(timestamp.from)} to ${iso(timestamp.to)}`
}
