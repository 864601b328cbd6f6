import type { RecordShape } from '#lib/shared/produce-spec.ts'
import { type ImportFormat, MAX_NAMED_LINES } from '#lib/shared/record-export.ts'
import { csvRows } from './csv-rows.ts'
import { type ImportedRecord, readExportedLine } from './exported-record.ts'
import { RecordFault } from './record-fault.ts'
import { type Chance, seededChance } from './seeded-chance.ts'
import { type ShapedRecord, shapeRecord } from './shape-record.ts'
import { LineTooLongError, splitLines } from './split-lines.ts'
import { loadNames } from './templates/load-names.ts'
import { templatesOf } from './templates-of.ts'

/** A value of 16 MB as base64 with its key and headers. */
const MAX_LINE_BYTES = 24 * 1024 * 1024
/** Of these the line of a record is found again; the oldest half is forgotten beyond: its records are long written. */
const MAX_GAPS = 200_000
const REPLACEMENT = '\uFFFD'

export interface FileRecordsOptions {
  readonly format: ImportFormat
  /** How records are made around their values; an export has all of its own. */
  readonly shape: RecordShape
  /** What to do at a line that holds no record. */
  readonly onBad: 'stop' | 'skip'
  readonly chance: Chance
}

export interface BadLine {
  readonly line: number
  /** What it is or has: `is not JSON`. */
  readonly message: string
  readonly advice: string
}

type FileRecord = ImportedRecord | ShapedRecord
/** `gap`: a mark of a transaction in an export, which is no record. */
type Read = { readonly line: number } & (
  | { readonly value: string }
  | { readonly record: ImportedRecord }
  | { readonly pass: true }
  | { readonly bad: Omit<BadLine, 'line'> }
)

/** FileRecords reads the records of a file as it comes and keeps what is to be told about it afterwards. */
export class FileRecords {
  /** The line that ended the reading, or null. */
  problem: BadLine | null = null
  skipped = 0
  passedOver = 0
  /** The first of those that were left out. */
  readonly bad: BadLine[] = []
  readonly #options: FileRecordsOptions
  /** From the record `index` on, so many lines before it held none. */
  #gaps: { index: number; ahead: number }[] = [{ index: 0, ahead: 0 }]
  #given = 0

  constructor(options: FileRecordsOptions) {
    this.#options = options
  }

  /** lineOf gives the line of a record by its number, from 0. */
  lineOf(index: number): number {
    const gap = this.#gaps.findLast((each) => each.index <= index) ?? this.#gaps[0]
    return index + 1 + (gap?.ahead ?? 0)
  }

  /** records gives the file's records. A bad line ends them or is left out; both are told here. Throws TemplateError. */
  async *records(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileRecord> {
    const { shape, onBad, chance } = this.#options
    const names = await loadNames(templatesOf(shape).map(({ template }) => template))
    const shaped = shapeRecord(shape, { names })
    const source = { sequence: 0, now: 0, ...(shape.seed === undefined ? chance : seededChance(shape.seed)) }
    try {
      for await (const read of this.#read(chunks)) {
        source.sequence = this.#given
        source.now = Date.now()
        const record = recordOf(read, (value) => shaped(source, value))
        if (record === null) this.passedOver++
        else if ('advice' in record) {
          const bad = { ...record, line: read.line }
          if (onBad === 'stop') {
            this.problem = bad
            return
          }
          this.skipped++
          if (this.bad.length < MAX_NAMED_LINES) this.bad.push(bad)
        } else {
          this.#mark(read.line)
          yield record
        }
      }
    } catch (error) {
      if (!(error instanceof LineTooLongError)) throw error
      const advice = 'A record holds at most 16 MB.'
      this.problem = { line: error.line, message: 'is longer than a record can be', advice }
    }
  }

  #mark(line: number): void {
    const ahead = line - 1 - this.#given
    if (ahead !== (this.#gaps.at(-1)?.ahead ?? 0)) {
      this.#gaps.push({ index: this.#given, ahead })
      if (this.#gaps.length > MAX_GAPS) this.#gaps = this.#gaps.slice(MAX_GAPS / 2)
    }
    this.#given++
  }

  #read(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Read> {
    const { format } = this.#options
    if (format === 'csv') return readCsv(chunks)
    return readLines(chunks, format === 'export' ? readExport : format === 'ndjson' ? readJson : readPlain)
  }
}

function recordOf(
  read: Read,
  shaped: (value: string) => ShapedRecord,
): FileRecord | Omit<BadLine, 'line'> | null {
  if ('pass' in read) return null
  if ('bad' in read) return read.bad
  if ('record' in read) return read.record
  try {
    return shaped(read.value)
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error
    return { message: `can’t be made a record: ${error.message}`, advice: error.advice }
  }
}

const noText = {
  message: 'holds bytes that are no UTF-8 text',
  advice: 'Save the file as UTF-8 and send it again.',
}

async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  read: (text: string) => DistributiveOmit<Read, 'line'>,
): AsyncGenerator<Read> {
  for await (const { text, line } of splitLines(chunks, { maxBytes: MAX_LINE_BYTES }))
    yield { ...(text.includes(REPLACEMENT) ? { bad: noText } : read(text)), line }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

const readPlain = (value: string): { value: string } => ({ value })

function readJson(text: string): { value: string } | { bad: Omit<BadLine, 'line'> } {
  try {
    JSON.parse(text)
    // As it stands: written anew, a long number would lose digits.
    return { value: text }
  } catch {
    return { bad: { message: 'is not JSON', advice: 'Each line holds one JSON value.' } }
  }
}

function readExport(text: string): DistributiveOmit<Read, 'line'> {
  const read = readExportedLine(text)
  if (read.type === 'record') return { record: read.record }
  return read.type === 'pass' ? { pass: true } : { bad: { message: read.message, advice: read.advice } }
}

/** Each row becomes a JSON object of texts, by the names in the first row. */
async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Read> {
  let names: string[] | null = null
  for await (const row of csvRows(splitLines(chunks, { maxBytes: MAX_LINE_BYTES, exact: true }))) {
    const { line } = row
    if ('problem' in row)
      yield { line, bad: { message: row.problem, advice: 'Quotes in a quoted field are doubled: "".' } }
    else if (row.fields.some((field) => field.includes(REPLACEMENT))) yield { line, bad: noText }
    else if (names === null) {
      const header = row.fields
      if (new Set(header).size < header.length) {
        yield {
          line,
          bad: { message: 'names a column twice', advice: 'Give each column a name of its own.' },
        }
        return
      }
      names = header.map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`)
    } else if (row.fields.length !== names.length) {
      const message = `has ${row.fields.length} ${row.fields.length === 1 ? 'field' : 'fields'}, where the first line has ${names.length}`
      yield { line, bad: { message, advice: 'A comma inside a field needs quotes around the field.' } }
    } else
      yield {
        line,
        value: `${row.fields.map((field, at) => `${names?.[at] ?? ''}${JSON.stringify(field)}`).join('')}}`,
      }
  }
}
