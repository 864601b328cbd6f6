import { Fact, Facts } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { GroupFacts } from '#lib/shared/group.ts'
import { countWords, stateLook, typeWords } from './group-words.ts'

/** GroupFactsPanel says how a group stands. */
export function GroupFactsPanel({ facts }: { facts: GroupFacts }) {
  const { state, type, assignor, coordinator, members, partitions, lag, operations } = facts
  const look = stateLook(state)
  return (
    <Panel title="How it stands">
      <Facts>
        <Fact name="State">
          {look.word}
          {look.meaning !== '' && <span className="block text-xs text-muted">{look.meaning}</span>}
        </Fact>
        <Fact name="Total lag">
          <span className="font-mono font-semibold">{countWords(lag)}</span>
          {lag === null && <span className="block text-xs text-muted">Nothing is committed yet.</span>}
        </Fact>
        <Fact name="Members">{formatCount(members.length)}</Fact>
        <Fact name="Partitions">{formatCount(partitions.length)}</Fact>
        <Fact name="Protocol">{typeWords[type]}</Fact>
        {assignor !== '' && (
          <Fact name="Assignor" mono>
            {assignor}
          </Fact>
        )}
        <Fact name="Coordinator">
          broker {coordinator.node}
          {coordinator.address !== null && (
            <span className="block font-mono text-xs break-all text-muted">{coordinator.address}</span>
          )}
        </Fact>
        {operations !== null && (
          <Fact name="This user may">
            <span className="font-mono text-xs">{operations.join(', ') || 'nothing'}</span>
          </Fact>
        )}
      </Facts>
    </Panel>
  )
}
