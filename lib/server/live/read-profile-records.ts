import 'server-only'
import { readRecordLine } from '#lib/kafka/read-record.ts'
import { type ReadEvent, type ReadOptions, readRecords } from '#lib/kafka/read-records.ts'
import { timeOf } from '#lib/kafka/time-of.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
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
  /** Objects, and bytes that are ready NDJSON lines. */
  readonly events: AsyncIterable<object | Uint8Array>
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
  const opened = await openProfile(viewer)
  const target = opened.target()
  const reading = openReading(viewer.teamId, viewer.signal)
  try {
    await auditReading(viewer, {
      topic,
      from: query.from,
      to: query.to,
      filtered: query['filter.text'] !== undefined,
    })
    const live = query.to === 'live'
    const events = readRecords(target, {
      ...optionsOf(topic, query),
      ...(!live && { deadlineMs: MAX_SCAN_MS }),
      signal: reading.signal,
    })
    const audited = auditBlocked(live ? keepUp(events) : events, viewer)
    return { events: onWire(audited), close: reading.close }
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
    readonly signal: AbortSignal
  },
): Promise<Uint8Array> {
  const { topic, partition, offset, maxValueBytes, signal } = viewer
  const opened = await openProfile(viewer)
  const target = opened.target()
  const reading = openReading(viewer.teamId, signal)
  try {
    await auditReading(viewer, { topic, partition, offset })
    const place = { topic, partition, offset, maxValueBytes, signal: reading.signal }
    const line = await readRecordLine(target, place)
    if (!line) throw notFound()
    return line
  } finally {
    reading.close()
  }
}

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
  const text = query['filter.text']
  return {
    topic,
    from: query.from,
    to: query.to,
    isolation: query.isolation,
    maxValueBytes: query.max_value_bytes,
    ...(query.partitions !== undefined && { partitions: query.partitions.split(',').map(Number) }),
    ...(query.limit !== undefined && { limit: query.limit }),
    ...(text !== undefined && { filter: { text, in: fieldsOf(query['filter.in']) } }),
  }
}

const fields = ['key', 'value', 'headers'] as const

function fieldsOf(text: string): (typeof fields)[number][] {
  const wanted = text.split(',')
  return fields.filter((field) => wanted.includes(field))
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

async function* onWire(events: AsyncIterable<ReadEvent>): AsyncGenerator<object | Uint8Array> {
  for await (const event of events) yield event.type === 'records' ? event.lines : event
}
