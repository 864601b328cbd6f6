import type { ApiError } from '#lib/shared/error-code.ts'
import type { Compression, KafkaRecord, RecordEvent } from '#lib/shared/record.ts'
import type { PartitionPosition } from './read-positions.ts'

/** What the page and the worker say to each other. The page asks for what it shows; the worker says when there is more. */

/** ReadRequest says what to read: the stream's path, with every parameter but `from`, and where to begin. */
export interface ReadRequest {
  path: string
  from: string
  /** A reading that follows live may skip ahead after a break; one of a fixed range, or with a filter, may not. */
  maySkip: boolean
}

/** RowWindow: the rows on screen, either the newest ones or those from a sequence number on. */
export type RowWindow = { at: 'end'; count: number } | { at: number; count: number }

export type ToWorker =
  | { type: 'open'; request: ReadRequest }
  /** suspend closes the connection and keeps all else; resume begins, or takes the stream up where it stood. */
  | { type: 'suspend' }
  | { type: 'resume' }
  /** goOn makes a reading that was ended before the range's end ready to be resumed. */
  | { type: 'goOn' }
  | { type: 'close' }
  /**
   * look asks for rows and in them for the named fields; `hold` keeps lines from that number on from being dropped.
   * Answered by `view`.
   */
  | { type: 'look'; window: RowWindow; hold: number | null; fields: readonly string[] }
  | { type: 'record'; id: number; sequence: number }
  /** fields asks which fields the records have that are here. */
  | { type: 'fields'; id: number }

export type FromWorker =
  /** There is something new to look at; sent once until the page looks. */
  | { type: 'changed' }
  | { type: 'view'; view: StreamView }
  | { type: 'record'; id: number; record: KafkaRecord | null }
  | { type: 'fields'; id: number; fields: SeenField[] }

/** SeenField is a field that some of the records have. */
export interface SeenField {
  /** As formatFieldPath writes it. */
  path: string
  /** The beginning of one of its values. */
  example: string
}

export type StreamPhase =
  | 'idle'
  | 'connecting'
  | 'reading'
  /** The reading waits, since going on would drop rows that a person is looking at. */
  | 'held'
  | 'suspended'
  | 'reconnecting'
  | 'ended'
  | 'failed'

export interface StreamFacts {
  phase: StreamPhase
  read: number
  matched: number
  bytes: number
  undecodable: number
  /** Records on which the filter's expression failed, so that they did not match, and the first failure's words. */
  filterErrors: number
  filterErrorSample: string | null
  recordsPerSecond: number
  /** What is not in the list although it was in the range, by reason; counts may be estimates from offsets. */
  skips: { reason: string; count: number }[]
  partitions: PartitionPosition[]
  partitionErrors: { partition: number; message: string; retriable: boolean }[]
  endReason: Extract<RecordEvent, { type: 'ended' }>['reason'] | null
  /** The range was not read to its end, and the reading can go on where it stopped. */
  canGoOn: boolean
  seconds: number | null
  error: ApiError | null
  /** Milliseconds until the next attempt began to run; only while reconnecting. */
  retryInMs: number | null
}

export interface StreamView extends StreamFacts {
  /** Number of this reading's first line, of the oldest line still here, and of the next to come. */
  origin: number
  first: number
  end: number
  rows: RecordRow[]
}

/** RecordRow is what one line of the list shows: short texts, whatever the record's size. */
export interface RecordRow {
  sequence: number
  partition: number
  offset: string
  timestamp: number
  key: RowText | null
  value: RowText | null
  keySize: number | null
  valueSize: number | null
  headers: number
  compression: Compression
  transactional: boolean
  control: 'commit' | 'abort' | null
  /** The fields that were asked for, by name. */
  cells: Readonly<Record<string, RowCell>>
}

/** RowCell is what a column shows of a field. No such field, a field that is null, and an empty text are three things. */
export type RowCell =
  | { type: 'missing' }
  /** It lies, if anywhere, beyond the part of a long value that the list has. */
  | { type: 'beyond' }
  | { type: 'null' }
  | { type: 'bytes' | 'string' | 'number' | 'boolean' | 'branch'; content: RowText }

export interface RowText {
  text: string
  /** The bytes are not UTF-8, and `text` shows them in hexadecimal. */
  binary: boolean
  /** There is more than `text` shows. */
  cut: boolean
}

export const emptyView: StreamView = {
  phase: 'idle',
  read: 0,
  matched: 0,
  bytes: 0,
  undecodable: 0,
  filterErrors: 0,
  filterErrorSample: null,
  recordsPerSecond: 0,
  skips: [],
  partitions: [],
  partitionErrors: [],
  endReason: null,
  canGoOn: false,
  seconds: null,
  error: null,
  retryInMs: null,
  origin: 0,
  first: 0,
  end: 0,
  rows: [],
}
