import { jsonOfBytes, jsonOfText } from './json-of-bytes.ts'
import type { DeliveredRecord } from './record-sink.ts'

/** recordJson writes a record as the record stream does: one line, each part `null`, `{"text":…}` or `{"base64":…}`. */
export function recordJson(topic: string, record: DeliveredRecord): string {
  const { partition, offset, timestamp, timestampType } = record
  const headers = record.headers.map(([name, value]) => `[${jsonOfText(name)},${jsonOf(value)}]`).join(',')
  return `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":"${offset}","timestamp":${timestamp},"timestampType":"${timestampType}","key":${jsonOf(record.key)},"value":${jsonOf(record.value)},"headers":[${headers}]}`
}

function jsonOf(bytes: Buffer | null): string {
  return bytes === null ? 'null' : jsonOfBytes(bytes, 0, bytes.length, bytes.length)
}
