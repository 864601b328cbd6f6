import type { DecodedValue } from '#lib/records/decoders/decoded-value.ts'
import { jsonOfDecoded } from '#lib/records/decoders/json-of-decoded.ts'
import { exactNumber } from '#lib/records/decoders/text.ts'
import { type Bytes, KafkaRecordSchema } from '#lib/shared/record.ts'
import { printable, type Screen } from './screen.ts'

/** printRecords writes NDJSON as it came, or a short line a record for people. */
export async function printRecords(lines: Uint8Array, screen: Screen): Promise<void> {
  if (screen.json) {
    await screen.write(lines)
    return
  }
  const text = new TextDecoder().decode(lines)
  const readable = text.split('\n').flatMap((line) => (line === '' ? [] : [recordText(line, screen)]))
  await screen.write(`${readable.join('\n')}\n`)
}

/** recordText makes of one NDJSON record the line that a person reads: place, time, key, value. */
function recordText(line: string, screen: Screen): string {
  const record = KafkaRecordSchema.safeParse(JSON.parse(line, exactNumber))
  if (!record.success) return printable(line)
  const { partition, offset, timestamp, key, value, control } = record.data
  const place = screen.paint('dim', `${partition}:${offset}`.padEnd(12))
  const time = screen.paint('dim', timeOf(timestamp))
  if (control !== undefined) return `${place} ${time} ${screen.paint('dim', `[${control} marker]`)}`
  const shown = value === null ? screen.paint('dim', '[tombstone]') : bytesText(value)
  return `${place} ${time} ${key === null ? '' : `${screen.paint('bold', bytesText(key))} `}${shown}`
}

/** The latest moment that a date can hold (ECMA-262, 21.4.1.1); a record's timestamp may be any 64-bit number. */
const LATEST_TIME = 8.64e15

function timeOf(timestamp: number): string {
  return Math.abs(timestamp) <= LATEST_TIME ? new Date(timestamp).toISOString() : String(timestamp)
}

function bytesText(bytes: Bytes): string {
  if (bytes.decoded !== undefined) return printable(jsonOfDecoded(bytes.decoded as DecodedValue).json)
  const more = bytes.truncated === true ? '…' : ''
  return 'text' in bytes ? printable(bytes.text) + more : `base64:${bytes.base64}${more}`
}
