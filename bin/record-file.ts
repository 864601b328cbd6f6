import { type FileHandle, open } from 'node:fs/promises'
import { recordCsvHeader, recordCsvLine } from '#lib/records/record-csv.ts'
import { KafkaRecordSchema } from '#lib/shared/record.ts'
import { UsageError } from './usage-error.ts'

export interface RecordFile {
  /** write takes NDJSON lines, and resolves when they are handed to the system. */
  write(lines: Uint8Array): Promise<void>
  /** close resolves when all of it is on the disk. */
  close(): Promise<void>
}

/**
 * openRecordFile makes a new file for records: NDJSON, or CSV when its name ends in `.csv`. Throws UsageError when there
 * is one already: what was consumed once would be lost with it.
 */
export async function openRecordFile(name: string): Promise<RecordFile> {
  const file = await open(name, 'wx').catch((error: unknown) => {
    throw openingError(name, error)
  })
  const csv = name.toLowerCase().endsWith('.csv')
  if (csv) await writeAll(file, recordCsvHeader)
  return {
    write: (lines) => writeAll(file, csv ? csvOf(lines) : lines),
    close: async () => {
      await file.sync()
      await file.close()
    },
  }
}

async function writeAll(file: FileHandle, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

function csvOf(lines: Uint8Array): string {
  return new TextDecoder()
    .decode(lines)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => recordCsvLine(KafkaRecordSchema.parse(JSON.parse(line))))
    .join('')
}

function openingError(name: string, error: unknown): UsageError {
  const there = error instanceof Error && 'code' in error && error.code === 'EEXIST'
  return new UsageError({
    code: 'bad_request',
    message: there ? `There is a file ${name} already.` : `The file ${name} can’t be written.`,
    advice: there ? 'Name another one, or move it away.' : 'Check the path and its permissions.',
  })
}
