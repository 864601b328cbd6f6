import type { UseQueryResult } from '@tanstack/react-query'
import { ListTree } from 'lucide-react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { TopicFacts } from '#lib/shared/topic.ts'

/** So many are a choice; more are searched for in the field above. */
const OFFERED = 24

export interface TopicNeededProps {
  facts: KafkaFacts
  topics: UseQueryResult<{ items: TopicFacts[] }>
  onChoose: (topic: string) => void
}

/** TopicNeeded stands where the profile names no single topic, and offers those that its user may see. */
export function TopicNeeded({ facts, topics, onChoose }: TopicNeededProps) {
  const found = topics.data?.items ?? []
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon={<ListTree />}
        title="Which topic?"
        actions={found.slice(0, OFFERED).map((each) => (
          <Button key={each.name} className="font-mono" onClick={() => onChoose(each.name)}>
            {each.name}
          </Button>
        ))}
      >
        {facts.topicPrefix ? (
          <>
            These credentials are for all topics that begin with{' '}
            <span className="font-mono">{facts.topic}</span>.
          </>
        ) : (
          'These credentials name no topic.'
        )}{' '}
        {topics.isSuccess && found.length === 0 && 'Their user sees none yet: type a topic’s name above.'}
      </EmptyState>
      {topics.isPending && (
        <Loading label="Asking for topics" className="mx-auto flex max-w-md justify-center gap-2 pb-10">
          <Skeleton className="h-8 w-28" />
          <Skeleton className="h-8 w-28" />
        </Loading>
      )}
      {topics.error && <Problem error={topics.error} onRetry={() => void topics.refetch()} className="m-3" />}
    </div>
  )
}
