import Link from 'next/link'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { ConsumeSpec, Job, ProduceSpec } from '#lib/shared/job.ts'

/** JobSpecification shows what a job was asked to do. */
export function JobSpecification({ team, job }: { team: string; job: Job }) {
  const { spec } = job
  const { topic } = spec
  return (
    <Panel title="Specification">
      <Facts>
        <Fact name="Topic" mono>
          {topic === undefined ? (
            'the profile’s'
          ) : (
            <Link
              href={`/teams/${team}/profiles/${job.profileId}/live?${new URLSearchParams({ topic })}`}
              className="underline"
            >
              {topic}
            </Link>
          )}
        </Fact>
        {spec.kind === 'produce' ? <Produce spec={spec} /> : <Consume spec={spec} />}
        <Fact name="Profile version">{job.profileVersion}</Fact>
        <Fact name="Job" mono>
          {job.id}
        </Fact>
      </Facts>
    </Panel>
  )
}

function Produce({ spec }: { spec: ProduceSpec }) {
  return (
    <>
      <Fact name="Records">{formatCount(spec.count)}</Fact>
      <Fact name="Rate">
        {spec.rate === undefined ? 'as fast as acknowledged' : `${formatCount(spec.rate)} a second`}
      </Fact>
      <Fact name="Value" mono={spec.value.type === 'template'}>
        {spec.value.type === 'template' ? spec.value.template : 'the test application’s JSON'}
      </Fact>
      <Fact name="Key" mono={spec.key !== undefined}>
        {spec.key ?? 'none'}
      </Fact>
      {spec.headers !== undefined && (
        <Fact name="Headers" mono>
          {spec.headers.map(([name, value]) => `${name}: ${value}`).join(', ')}
        </Fact>
      )}
      <Fact name="Compression">{spec.compression}</Fact>
      {spec.createTopic !== undefined && (
        <Fact name="New topic">
          {spec.createTopic.partitions} partitions, replication factor {spec.createTopic.replicationFactor}
        </Fact>
      )}
    </>
  )
}

function Consume({ spec }: { spec: ConsumeSpec }) {
  return (
    <>
      <Fact name="Group" mono={spec.groupId !== undefined}>
        {spec.groupId ?? 'one of the job’s own'}
      </Fact>
      <Fact name="A new group begins">{spec.from}</Fact>
      <Fact name="Stops">
        {spec.limit !== undefined
          ? `after ${formatCount(spec.limit)} records`
          : spec.idleSeconds !== undefined
            ? `when nothing arrives for ${spec.idleSeconds} s`
            : 'when it is cancelled'}
      </Fact>
    </>
  )
}
