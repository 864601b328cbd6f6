import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { StreamView } from '#lib/client/record-stream/protocol.ts'
import type { UseRecordStream } from '#lib/client/record-stream/use-record-stream.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { StreamStatus } from './stream-status.ts'

export interface StreamNoticeProps {
  view: StreamView
  status: StreamStatus
  topic: string
  facts: KafkaFacts
  control: UseRecordStream
}

/** StreamNotice says what stands in the way of reading, or what is not in the list, in a line above it. */
export function StreamNotice({ view, status, topic, facts, control }: StreamNoticeProps) {
  if (view.phase === 'failed' && view.error !== null) {
    return (
      <div className="flex flex-col gap-2">
        <Problem error={view.error} onRetry={control.start} />
        {view.error.code === 'broker_topic_denied' && <NeededRight topic={topic} facts={facts} />}
      </div>
    )
  }
  const skips = view.skips.map((each) => `${formatCount(each.count)} records ${each.reason}`).join('; ')
  const sentence = status.sentence ?? (skips === '' ? null : `Not in this list: ${skips}.`)
  if (sentence === null) return null
  return (
    <div role="status" className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      <p className="min-w-0">{sentence}</p>
      {status.sentence !== null && skips !== '' && <p>Not in this list: {skips}.</p>}
      {status.action === 'start' && (
        <Button size="sm" onClick={control.start}>
          {view.phase === 'reconnecting' ? 'Try now' : 'Start'}
        </Button>
      )}
      {status.action === 'go-on' && (
        <Button size="sm" onClick={control.goOn}>
          Go on
        </Button>
      )}
      {(status.action === 'restart' || status.action === 'go-on') && (
        <Button size="sm" onClick={control.restart}>
          Read again
        </Button>
      )}
    </div>
  )
}

/** What is missing, and who can give it: the operator of the data-integrator, by its roles. */
function NeededRight({ topic, facts }: { topic: string; facts: KafkaFacts }) {
  const principal = facts.username === null ? 'this certificate’s principal' : `User:${facts.username}`
  return (
    <p className="text-sm text-muted">
      Reading needs the ACLs <span className="font-mono text-ink">READ</span> and{' '}
      <span className="font-mono text-ink">DESCRIBE</span> on topic{' '}
      <span className="font-mono text-ink">{topic}</span> for{' '}
      <span className="font-mono text-ink">{principal}</span>. Whoever runs the data-integrator grants them by
      the role <span className="font-mono text-ink">consumer</span> in its{' '}
      <span className="font-mono text-ink">extra-user-roles</span>, then relates it anew.
    </p>
  )
}
