import { Fact } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'

/** RoundTripSpecification shows what a round trip was asked to do. */
export function RoundTripSpecification({ spec }: { spec: RoundTripSpec }) {
  return (
    <>
      <Fact name="Records">
        {formatCount(spec.count)} of {formatCount(spec.valueBytes)} B, {formatCount(spec.keys)}{' '}
        {spec.keys === 1 ? 'key' : 'keys'}
      </Fact>
      <Fact name="Rate">
        {spec.rate === undefined ? 'as fast as acknowledged' : `${formatCount(spec.rate)} a second`}
      </Fact>
      <Fact name="Compression">{spec.compression}</Fact>
      <Fact name="Group" mono={spec.groupId !== undefined}>
        {spec.groupId ?? 'one of the job’s own'}
      </Fact>
      <Fact name="Waits at the end">{spec.timeoutSeconds} s at most</Fact>
      {spec.createTopic !== undefined && (
        <Fact name="New topic">
          {spec.createTopic.partitions} partitions, replication factor {spec.createTopic.replicationFactor}
        </Fact>
      )}
    </>
  )
}
