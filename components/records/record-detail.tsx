'use client'

import { ChevronDown, ChevronUp, Link2, Send, X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { formatBytes } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { FieldPath } from '#lib/client/field-path.ts'
import { bytesOf } from '#lib/client/hex-lines.ts'
import { defaultAddress, formatRecordAddress, type RecordPlace } from '#lib/client/record-address.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { BytesView } from './bytes-view.tsx'
import { timeWords } from './record-time.ts'
import { isCut, type SelectedRecord } from './use-selected-record.ts'

const keyPath: FieldPath = { of: 'key', steps: [] }
const valuePath: FieldPath = { of: 'value', steps: [] }

export interface RecordDetailProps {
  topic: string
  selected: SelectedRecord
  times: TimeStyle
  /** Moves to a neighbour in the list, where the list knows it. */
  onStep: ((step: 1 | -1) => void) | null
  onClose: () => void
  /** Takes the record to the page that produces; null where that is not permitted. */
  onProduceAgain: ((record: KafkaRecord) => void) | null
  heading: RefObject<HTMLHeadingElement | null>
}

/** RecordDetail shows one record whole: where and when, key, value, headers. */
export function RecordDetail(props: RecordDetailProps) {
  const { topic, selected, times, onStep, onClose, onProduceAgain, heading } = props
  const { place, record, loading, error, gone, loadWhole } = selected
  return (
    <div className="flex flex-col gap-4">
      <header className="flex items-center gap-1">
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-mono font-semibold outline-none"
        >
          <span className="sr-only">Record </span>
          {place.partition}:{place.offset}
        </h2>
        {onStep !== null && (
          <>
            <Button variant="ghost" size="icon-sm" aria-label="Previous record" onClick={() => onStep(-1)}>
              <ChevronUp />
            </Button>
            <Button variant="ghost" size="icon-sm" aria-label="Next record" onClick={() => onStep(1)}>
              <ChevronDown />
            </Button>
          </>
        )}
        <Button variant="ghost" size="icon-sm" aria-label="Close the record" onClick={onClose}>
          <X />
        </Button>
      </header>
      {record !== null && <Content record={record} times={times} />}
      {record === null && loading && <Skeleton className="h-48" />}
      {gone && (
        <Notice
          tone="warn"
          title="This record is not there any more."
          advice="It was deleted by retention or compaction, or the topic was made anew."
        />
      )}
      {error !== null && <Problem error={error} />}
      {loadWhole !== null && record !== null && (
        <Button pending={loading} onClick={loadWhole}>
          Load the whole record ({formatBytes((record.keySize ?? 0) + (record.valueSize ?? 0))})
        </Button>
      )}
      <div className="flex flex-wrap gap-2 border-t border-line pt-3">
        <CopyButton labelled label="Copy link" variant="secondary" text={permalink(topic, place)} />
        {record !== null && (
          <CopyButton
            labelled
            label="Copy as JSON"
            variant="secondary"
            text={JSON.stringify(record, null, 2)}
          />
        )}
        {record !== null && record.control === undefined && onProduceAgain !== null && (
          <Button
            size="sm"
            disabled={isCut(record)}
            title={isCut(record) ? 'The whole record is needed first.' : undefined}
            onClick={() => onProduceAgain(record)}
          >
            <Send />
            Produce again
          </Button>
        )}
        <a
          href={permalink(topic, place)}
          className="inline-flex h-7 items-center gap-1.5 px-1 text-sm text-muted hover:text-ink hover:underline"
        >
          <Link2 aria-hidden className="size-4" />
          Read from here
        </a>
      </div>
    </div>
  )
}

function Content({ record, times }: { record: KafkaRecord; times: TimeStyle }) {
  return (
    <>
      <Facts>
        <Fact name={record.timestampType === 'append' ? 'Appended' : 'Created'} mono>
          {record.timestamp < 0 ? 'no timestamp' : <Time at={record.timestamp} times={times} />}
        </Fact>
        <Fact name="Batch">
          <span className="inline-flex flex-wrap gap-1">
            <Badge>{record.compression === 'none' ? 'not compressed' : record.compression}</Badge>
            {record.transactional && <Badge>transaction</Badge>}
            {record.control !== undefined && <Badge tone="warn">control: {record.control}</Badge>}
            {record.value === null && record.control === undefined && <Badge tone="warn">tombstone</Badge>}
          </span>
        </Fact>
      </Facts>
      <BytesView
        name="Key"
        bytes={record.key}
        size={record.keySize}
        missing="No key (null)."
        path={keyPath}
      />
      <BytesView
        name="Value"
        path={valuePath}
        bytes={record.value}
        size={record.valueSize}
        missing={
          record.control === undefined
            ? 'Null: a tombstone. Compaction removes the older records of this key.'
            : 'A control record marks where a transaction ended; it holds no value.'
        }
      />
      <Headers headers={record.headers} />
    </>
  )
}

function Headers({ headers }: { headers: KafkaRecord['headers'] }) {
  if (headers.length === 0) return <Quiet title="Headers">None.</Quiet>
  return (
    <section aria-label="Headers" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">
        Headers <span className="font-normal text-muted">{headers.length}</span>
      </h3>
      {headers.map(([name, bytes], index) => (
        // A header's name may come twice; only its place tells it apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: headers keep their order
        <div key={index} className="border-l-2 border-line pl-2.5">
          <BytesView
            name={name === '' ? '(empty name)' : name}
            path={{ of: 'header', name }}
            bytes={bytes}
            size={bytes === null ? null : bytesOf(bytes).length}
            missing="Null."
          />
        </div>
      ))}
    </section>
  )
}

function Quiet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex items-baseline gap-2">
      <h3 className="text-sm font-medium">{title}</h3>
      <p className="text-sm text-muted">{children}</p>
    </section>
  )
}

/** Time tells a timestamp in every way: the chosen zone's, the browser's, UTC, how long ago, in milliseconds. */
function Time({ at, times }: { at: number; times: TimeStyle }) {
  const now = useNow()
  return <span className="whitespace-pre-line">{timeWords(at, times, now ?? at)}</span>
}

/** permalink leads to the record, at the top of a list of what follows it. */
function permalink(topic: string, place: RecordPlace): string {
  const query = formatRecordAddress({
    ...defaultAddress,
    topic,
    partitions: [place.partition],
    from: `offset:${place.offset}`,
    to: 'latest',
    isolation: 'uncommitted',
    selected: place,
  })
  return `${window.location.origin}${window.location.pathname}?${query}`
}
