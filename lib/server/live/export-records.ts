import 'server-only'
import { recordCsvHeader, recordCsvLine } from '#lib/records/record-csv.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { publicErrorOf } from '#lib/server/base/public-error.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import { KafkaRecordSchema, type RecordEvent } from '#lib/shared/record.ts'
import type { ExportProgress, RecordExportQuery } from '#lib/shared/record-export.ts'
import { readProfileRecords, type Viewer } from './read-profile-records.ts'
import { exportKey, keepExport, type RunningExport } from './running-exports.ts'

const begun: ExportProgress = {
  state: 'running',
  read: 0,
  matched: 0,
  skipped: 0,
  undecodable: 0,
  total: 0,
  bytes: 0,
  error: null,
}

const INTERNAL: ApiError = {
  code: 'internal',
  message: 'Something went wrong in Keystream itself.',
}

/**
 * exportRecords reads a range to its end as the text of a file, at the pace of whoever takes it: NDJSON lines as the
 * stream has them, or CSV. Under the name given in the query it can be watched and ended. A failure is thrown, so that
 * the file says that it is not whole; so does a file whose export was ended.
 */
export async function exportRecords(
  viewer: Viewer & {
    readonly topic: string
    readonly query: RecordExportQuery
    readonly signal: AbortSignal
  },
): Promise<{ readonly chunks: AsyncIterable<Uint8Array>; readonly close: () => void }> {
  const { format, export: name, ...query } = viewer.query
  const entry: RunningExport = { progress: begun, stop: new AbortController() }
  const signal = AbortSignal.any([viewer.signal, entry.stop.signal])
  const reading = await readProfileRecords({ ...viewer, query, signal })
  const { teamId, profileId } = viewer
  const ended =
    name === undefined ? () => undefined : keepExport(exportKey({ teamId, profileId, name }), entry)
  const close = (): void => {
    reading.close()
    if (entry.progress.state === 'running') entry.progress = { ...entry.progress, state: 'cancelled' }
    ended()
  }
  return { chunks: fileOf(reading.events, entry, format), close }
}

async function* fileOf(
  events: AsyncIterable<object | Uint8Array>,
  entry: RunningExport,
  format: RecordExportQuery['format'],
): AsyncGenerator<Uint8Array> {
  const write = (chunk: Uint8Array): Uint8Array => {
    entry.progress = { ...entry.progress, bytes: entry.progress.bytes + chunk.byteLength }
    return chunk
  }
  try {
    if (format === 'csv') yield write(Buffer.from(recordCsvHeader))
    for await (const event of events) {
      if (!(event instanceof Uint8Array)) follow(entry, event as RecordEvent)
      else yield write(format === 'csv' ? csvOf(event) : event)
    }
  } catch (error) {
    if (entry.progress.state === 'running')
      entry.progress = { ...entry.progress, state: 'failed', error: publicErrorOf(error) ?? INTERNAL }
    throw error
  }
}

function follow(entry: RunningExport, event: RecordEvent): void {
  const { progress } = entry
  if (event.type === 'started') {
    const offsets = event.partitions.map(({ from, to }) => Number(BigInt(to ?? from) - BigInt(from)))
    entry.progress = { ...progress, total: offsets.reduce((sum, count) => sum + count, 0) }
  } else if (event.type === 'progress' || event.type === 'ended') {
    const { read, matched, skipped, undecodable } = event
    entry.progress = { ...progress, read, matched, skipped, undecodable }
  }
  if (event.type !== 'ended') return
  if (event.reason === 'reached-end' || event.reason === 'limit') {
    entry.progress = { ...entry.progress, state: 'ended' }
    return
  }
  if (event.reason === 'cancelled') entry.progress = { ...entry.progress, state: 'cancelled' }
  throw new AppError({
    code: 'cancelled',
    message: `The export was ended ${event.reason === 'deadline' ? 'after an hour' : 'before its end'}.`,
    advice: 'Choose a smaller range.',
  })
}

function csvOf(lines: Uint8Array): Uint8Array {
  const records = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString('utf8').split('\n')
  return Buffer.from(
    records
      .filter((line) => line !== '')
      .map((line) => recordCsvLine(KafkaRecordSchema.parse(JSON.parse(line))))
      .join(''),
  )
}
