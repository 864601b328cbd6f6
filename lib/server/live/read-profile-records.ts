import 'server-only'
import type { ReadyEvents } from '#lib/kafka/read-event.ts'
import { readRecordLine } from '#lib/kafka/read-record.ts'
import { type ReadEvent, type ReadOptions, readRecords } from '#lib/kafka/read-records.ts'
import { timeOf } from '#lib/kafka/time-of.ts'
import { filterOfQuery } from '#lib/records/filter-of-query.ts'
import { findFilterIssues } from '#lib/records/find-filter-issues.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import type { ReadySource, StreamItem } from '#lib/server/base/ready-source.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { decodingFor } from '#lib/server/decoding/decoding-for.ts'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { RecordQuery } from '#lib/shared/record.ts'
import { keepUp } from './keep-up.ts'
import { openReading } from './open-readings.ts'

/** A scan of everything a busy topic keeps takes minutes; an hour is a scan that nobody waits for. */
const MAX_SCAN_MS = 60 * 60 * 1000

export interface Viewer {
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
}

export interface RecordReading {
  readonly events: AsyncIterable<StreamItem>
  /** Ends the reading and frees the broker's sockets at once. */
  readonly close: () => void
}

/**
 * readProfileRecords begins to read a topic as a profile's user, for one viewer. Reading is audited when it begins.
 * Throws `not_found`, `rate_limited`; what the broker says comes as the stream's failure.
 */
export async function readProfileRecords(
  viewer: Viewer & { readonly topic: string; readonly query: RecordQuery; readonly signal: AbortSignal },
): Promise<RecordReading> {
  const { topic, query } = viewer
  assertTimes(query)
  assertOrder(query)
  assertBudget(query)
  const filter = checkedFilter(query)
  const opened = await openProfile(viewer)
  const target = opened.target()
  const decoding = await decodingFor({ ...viewer, asked: query, explain: false })
  const reading = await openReading(readerOf(viewer), viewer.signal)
  try {
    await auditReading(viewer, {
      topic,
      from: query.from,
      to: query.to,
      filtered: filter !== null,
    })
    const live = query.to === 'live'
    const events = readRecords(target, {
      ...optionsOf(topic, query),
      ...decoding,
      ...(filter && { filter }),
      ...(live ? { share: query.limit === undefined } : { deadlineMs: MAX_SCAN_MS }),
      signal: reading.signal,
    })
    const audited = auditBlocked(live ? keepUp(events) : events, viewer)
    return { events: onWire(audited, reading.joined), close: reading.close }
  } catch (error) {
    reading.close()
    throw error
  }
}

/** readProfileRecord gives one record as JSON bytes. Throws `not_found` when nothing stands at that offset. */
export async function readProfileRecord(
  viewer: Viewer & {
    readonly topic: string
    readonly partition: number
    readonly offset: string
    readonly maxValueBytes: number
    readonly asked: Pick<RecordQuery, 'key' | 'value'>
    readonly signal: AbortSignal
  },
): Promise<Uint8Array> {
  const { topic, partition, offset, maxValueBytes, signal } = viewer
  const opened = await openProfile(viewer)
  const target = opened.target()
  const decoding = await decodingFor({ ...viewer, explain: true })
  const reading = await openReading(readerOf(viewer), signal)
  try {
    await auditReading(viewer, { topic, partition, offset })
    const place = { topic, partition, offset, maxValueBytes, ...decoding, signal: reading.signal }
    const line = await readRecordLine(target, place)
    if (!line) throw notFound()
    return line
  } finally {
    reading.close()
  }
}

const readerOf = ({ teamId, actor }: Viewer) => ({ teamId, person: actor.email })

/** The schema knows the form of a range; whether a time is one, only its parser knows. */
function assertTimes({ from, to }: RecordQuery): void {
  for (const [field, text] of Object.entries({ from, to })) {
    if (!text.startsWith('time:') || timeOf(text.slice('time:'.length)) !== null) continue
    throw new AppError({
      code: 'bad_request',
      field,
      message: `"${field}" is not right: what follows "time:" is no time.`,
      advice: 'Write it as 2026-01-31T00:00:00Z, or as milliseconds since 1970.',
    })
  }
}

function assertOrder({ order, to }: RecordQuery): void {
  if (order !== 'time' || to !== 'live') return
  throw new AppError({
    code: 'bad_request',
    field: 'order',
    message: 'What comes live has no order by time: a later record may carry an earlier time.',
    advice: 'Leave out "order", or read with to=latest.',
  })
}

function assertBudget({ order, to, max_read_bytes }: RecordQuery): void {
  if (max_read_bytes === undefined || (order === undefined && to !== 'live')) return
  throw new AppError({
    code: 'bad_request',
    field: 'max_read_bytes',
    message: `A reading ${order === undefined ? 'that follows live' : 'in the order of time'} does not end after so many bytes.`,
    advice: 'Leave out "max_read_bytes", or read with to=latest and without "order".',
  })
}

/** The schema knows that a filter is a text; whether it can be run, only its compiler knows. */
function checkedFilter(query: RecordQuery): FilterSpec | null {
  const filter = filterOfQuery(query)
  const [issue] = filter ? findFilterIssues(filter) : []
  if (!issue) return filter
  const { field, message, advice, line, column } = issue
  throw new AppError({
    code: 'bad_request',
    field,
    line,
    column,
    message: `"${field}" is not right at column ${column}: ${message}`,
    advice,
  })
}

async function auditReading(
  viewer: Viewer,
  details: Record<string, string | number | boolean>,
): Promise<void> {
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'records.read',
      teamId: viewer.teamId,
      actor: viewer.actor.email,
      subject: viewer.profileId,
      details,
    }),
  )
}

function optionsOf(topic: string, query: RecordQuery): ReadOptions {
  return {
    topic,
    from: query.from,
    to: query.to,
    isolation: query.isolation,
    maxValueBytes: query.max_value_bytes,
    ...(query.partitions !== undefined && { partitions: query.partitions.split(',').map(Number) }),
    ...(query.limit !== undefined && { limit: query.limit }),
    ...(query.order !== undefined && { order: query.order }),
    ...(query.max_read_bytes !== undefined && { maxReadBytes: query.max_read_bytes }),
  }
}

async function* auditBlocked(
  events: AsyncIterable<ReadEvent>,
  { teamId, profileId, actor }: Viewer,
): AsyncGenerator<ReadEvent> {
  try {
    yield* events
  } catch (error) {
    await auditIfBlocked(error, { teamId, actor: actor.email, subject: profileId })
    throw error
  }
}

async function* onWire(events: AsyncIterable<ReadEvent>, joined: () => void): AsyncGenerator<StreamItem> {
  for await (const event of events) {
    if (event.type !== 'joined') {
      yield wired(event)
      continue
    }
    joined()
    const { ready } = event
    if (ready) yield { ready: readyOnWire(ready) }
  }
}

function readyOnWire(ready: ReadyEvents): ReadySource {
  return {
    take: () => {
      const event = ready.take()
      return event && wired(event)
    },
    get over() {
      return ready.over
    },
    whenReady: (wake) => ready.whenReady(wake),
  }
}

const wired = (event: ReadEvent): object | Uint8Array => (event.type === 'records' ? event.lines : event)
