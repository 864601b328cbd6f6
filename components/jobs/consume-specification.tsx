import { Fact } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import { SinkFacts } from './sink-facts.tsx'

export interface ConsumeSpecificationProps {
  team: string
  profile: string
  spec: ConsumeSpec
}

/** ConsumeSpecification shows what a consume job was asked to do. */
export function ConsumeSpecification({ team, profile, spec }: ConsumeSpecificationProps) {
  const { members = 1, joinDelaySeconds = 0 } = spec
  return (
    <>
      <Fact name="Group" mono={spec.groupId !== undefined}>
        {spec.groupId ?? 'one of the job’s own'}
      </Fact>
      <Fact name="Begins">where the group committed, else {spec.from}</Fact>
      <Fact name="Stops">{stopWords(spec)}</Fact>
      <Fact name="Commits">
        {spec.sink ? 'what is delivered, ' : ''}
        {commitWords[spec.commit ?? 'each-second']}
      </Fact>
      {spec.sink !== undefined && <SinkFacts team={team} profile={profile} sink={spec.sink} />}
      {members > 1 && (
        <Fact name="Members">
          {members}, {joinDelaySeconds > 0 ? `joining ${joinDelaySeconds} s apart` : 'joining at once'}
        </Fact>
      )}
      {spec.rate !== undefined && <Fact name="Pace">{formatCount(spec.rate)} a second at most</Fact>}
      {spec.expect !== undefined && <Fact name="Values must be">{spec.expect}</Fact>}
    </>
  )
}

const commitWords = {
  'each-second': 'each second, and at the end',
  end: 'at the end only',
  never: 'never',
} as const

function stopWords({ limit, durationSeconds, idleSeconds }: ConsumeSpec): string {
  const ways = [
    limit !== undefined && `after ${formatCount(limit)} records`,
    durationSeconds !== undefined && `after ${formatCount(durationSeconds)} s`,
    idleSeconds !== undefined && `when nothing arrives for ${formatCount(idleSeconds)} s`,
  ].filter((way) => way !== false)
  return ways.length === 0 ? 'when it is cancelled' : ways.join(', or ')
}
