import { Inbox, SearchX, Unplug } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import type { StreamView } from '#lib/client/record-stream/protocol.ts'
import type { StreamStatus } from './stream-status.ts'

export interface ListStateProps {
  view: StreamView
  status: StreamStatus
  topic: string
  filtered: boolean
  live: boolean
}

/** ListState stands in the list while it has no rows, and says why. */
export function ListState({ view, status, topic, filtered, live }: ListStateProps) {
  if (view.phase === 'failed') return null
  const name = <span className="font-mono">{topic}</span>
  const empty = view.partitions.length > 0 && view.partitions.every((each) => each.low === each.high)
  if (view.phase === 'ended') {
    if (filtered && view.read > 0) {
      return (
        <EmptyState icon={<SearchX />} title="No record matches">
          {formatCount(view.read)} records were read, and none contains what you look for.
        </EmptyState>
      )
    }
    return (
      <EmptyState icon={<Inbox />} title={empty ? 'The topic is empty' : 'No records in this range'}>
        {empty ? (
          <>{name} holds no record, or retention has deleted all of them.</>
        ) : (
          <>Choose a wider range.</>
        )}
      </EmptyState>
    )
  }
  if (status.word === 'Live' || status.word === 'Reading') {
    return (
      <EmptyState
        icon={filtered ? <SearchX /> : <Inbox />}
        title={filtered ? 'No match yet' : empty ? 'The topic is empty' : 'No record yet'}
      >
        {filtered ? (
          <>{formatCount(view.read)} records read. What matches appears here.</>
        ) : live ? (
          <>Records of {name} appear here as soon as they are produced.</>
        ) : (
          <>Reading {name}.</>
        )}
      </EmptyState>
    )
  }
  if (status.word === 'Reconnecting') {
    return (
      <EmptyState icon={<Unplug />} title="No record yet">
        Records of {name} appear here once the cluster answers.
      </EmptyState>
    )
  }
  if (status.word !== 'Connecting') return null
  return (
    <Loading label="Connecting" className="flex flex-col gap-3 p-3">
      {Array.from({ length: 8 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={row} className="h-4" />
      ))}
    </Loading>
  )
}
