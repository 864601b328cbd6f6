import 'server-only'
import { processChance } from '#lib/kafka/process-chance.ts'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import { FileRecords } from '#lib/records/file-records.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import { type RecordShape, RecordShapeSchema } from '#lib/shared/produce-spec.ts'
import { type ImportQuery, type ImportResult, MAX_NAMED_LINES } from '#lib/shared/record-export.ts'
import { checkTemplates } from './resolve-produce.ts'

/** A file that somebody sends through a page; more is work for a pipe and the command line. */
export const MAX_IMPORT_BYTES = 1024 * 1024 * 1024

/**
 * importRecords writes a file's records to a topic as it comes. Those of an export keep partitions, keys, headers and
 * timestamps; of other files the query's `shape` says how they are made. At a line that is no record it stops and says
 * which, or leaves it out and counts; what stood before it is written, and said so. Throws AppError with the line, and
 * KafkaError.
 */
export async function importRecords(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly topic: string
  readonly query: ImportQuery
  readonly body: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
}): Promise<ImportResult> {
  const { teamId, profileId, actor, topic, query, body, signal } = options
  const shape = shapeOf(query)
  const opened = await openProfile({ teamId, profileId, actor })
  const file = new FileRecords({ format: query.format, shape, onBad: query.on_bad, chance: processChance })
  const outcome = await produceRecords(opened.target(), {
    topic,
    records: file.records(limited(body)),
    compression: query.compression,
    roundRobin: shape.partition?.type === 'round-robin',
    signal,
  })
  const { acknowledged, failed, refused, seconds } = outcome
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'records.produced',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { topic, acknowledged, failed },
    }),
  )
  if (file.problem) {
    const { line, message, advice } = file.problem
    const written = `${acknowledged} of the records before it were written.`
    throw new AppError({
      code: 'bad_request',
      line,
      message: `Line ${line} ${message}.`,
      advice: `${advice} ${written}`,
    })
  }
  if (outcome.error) throw outcome.error
  return {
    acknowledged,
    failed,
    passedOver: file.passedOver,
    skipped: file.skipped,
    bad: file.bad.map(({ line, message }) => ({ line, message: `Line ${line} ${message}.` })),
    seconds,
    refused: refused
      .slice(0, MAX_NAMED_LINES)
      .map(({ index, message }) => ({ line: file.lineOf(index), message })),
  }
}

/** Reads the query's shape, which is JSON in a text. */
function shapeOf({ format, shape }: ImportQuery): RecordShape {
  if (shape === undefined) return {}
  const fail = (message: string, advice: string) =>
    new AppError({ code: 'bad_request', field: 'shape', message, advice })
  if (format === 'export')
    throw fail(
      'An export has its own keys, partitions and times.',
      'Leave "shape" out, or give another "format".',
    )
  const read = RecordShapeSchema.safeParse(parsed(shape))
  if (!read.success) {
    const [issue] = read.error.issues
    const place = issue === undefined || issue.path.length === 0 ? '' : `, at "${issue.path.join('.')}"`
    throw fail(
      `"shape" is not as it should be${place}.`,
      'It is JSON, such as {"key":{"type":"field","path":"id"}}.',
    )
  }
  if (read.data.timestamp?.type === 'range')
    throw fail(
      'How many records a file has is not known.',
      'Take its times from a field, or one time for all.',
    )
  checkTemplates(read.data, 'shape.')
  return read.data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_IMPORT_BYTES) {
      throw new AppError({
        code: 'too_large',
        message: 'The file is larger than the 1 GiB that are read here.',
        advice: 'Send it in parts, or by the command line: keystream produce --file FILE.',
      })
    }
    yield chunk
  }
}
