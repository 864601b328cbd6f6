import Link from 'next/link'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Job } from '#lib/shared/job.ts'
import { ConsumeSpecification } from './consume-specification.tsx'
import { CopySpecification } from './copy-specification.tsx'
import { ProduceSpecification } from './produce-specification.tsx'
import { RoundTripSpecification } from './round-trip-specification.tsx'

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
        {spec.kind === 'produce' && <ProduceSpecification team={team} spec={spec} />}
        {spec.kind === 'consume' && <ConsumeSpecification team={team} profile={job.profileId} spec={spec} />}
        {spec.kind === 'round-trip' && <RoundTripSpecification spec={spec} />}
        {spec.kind === 'copy' && <CopySpecification team={team} own={job.profileId} spec={spec} />}
        <Fact name="Profile version">{job.profileVersion}</Fact>
        <Fact name="Job" mono>
          {job.id}
        </Fact>
      </Facts>
    </Panel>
  )
}
