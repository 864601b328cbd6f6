import type { HandedRecord } from '#lib/client/handed-record.ts'
import { MAX_PRODUCE_BYTES, type ProduceRecords, ProduceRecordsSchema } from '#lib/shared/produce.ts'
import type { Bytes, Compression } from '#lib/shared/record.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

/** BytesDraft is a key, a value or a header's value while it is edited. Null and an empty text are two things. */
export interface BytesDraft {
  form: 'text' | 'base64' | 'null'
  content: string
}

export interface HeaderDraft {
  id: number
  name: string
  value: BytesDraft
}

/** RecordForm is one record while it is edited. */
export interface RecordForm {
  topic: string
  /** Empty: by the key. */
  partition: string
  key: BytesDraft
  value: BytesDraft
  headers: readonly HeaderDraft[]
  compression: Compression
  /** Milliseconds since 1970; empty: the moment of writing. */
  timestamp: string
}

export type RecordErrors = Partial<
  Record<'topic' | 'partition' | 'key' | 'value' | 'headers' | 'timestamp', string>
>

const nothing: BytesDraft = { form: 'null', content: '' }

/** emptyRecordForm is where a record of one's own begins: no key, an empty text as its value. */
export function emptyRecordForm(topic: string): RecordForm {
  return {
    ...{ topic, partition: '', key: nothing, value: { form: 'text', content: '' } },
    ...{ headers: [], compression: 'none', timestamp: '' },
  }
}

/** recordFormOf fills the form with a record exactly as it was, but for its time. */
export function recordFormOf({ topic, record }: HandedRecord): RecordForm {
  return {
    topic,
    partition: String(record.partition),
    key: draftOf(record.key),
    value: draftOf(record.value),
    headers: record.headers.map(([name, value], id) => ({ id, name, value: draftOf(value) })),
    compression: record.compression,
    timestamp: '',
  }
}

function draftOf(bytes: Bytes | null): BytesDraft {
  if (bytes === null) return nothing
  return 'text' in bytes ? { form: 'text', content: bytes.text } : { form: 'base64', content: bytes.base64 }
}

/** readRecordForm turns the fields into what the API takes, or says for each field what is wrong. */
export function readRecordForm(
  form: RecordForm,
): { topic: string; body: ProduceRecords } | { errors: RecordErrors } {
  const errors = { ...errorsOf(form) }
  const record = {
    key: bytesOf(form.key),
    value: bytesOf(form.value),
    headers: form.headers.map(({ name, value }) => [name, bytesOf(value)]),
    ...(form.partition.trim() === '' ? {} : { partition: Number(form.partition) }),
    ...(form.timestamp.trim() === '' ? {} : { timestamp: Number(form.timestamp) }),
  }
  const body = ProduceRecordsSchema.safeParse({ records: [record], compression: form.compression })
  for (const { path } of body.error?.issues ?? []) {
    const field = path[2] as keyof RecordErrors
    errors[field] ??= advice[field]
  }
  if (body.success && JSON.stringify(body.data).length > MAX_PRODUCE_BYTES) {
    errors.value ??= 'The record is larger than the 4 MiB that one request may carry.'
  }
  return body.success && Object.keys(errors).length === 0
    ? { topic: form.topic.trim(), body: body.data }
    : { errors }
}

const advice: Readonly<Record<keyof RecordErrors, string>> = {
  topic: 'A topic’s name has letters, digits, dots, hyphens and underscores.',
  partition: 'A whole number from 0, or nothing.',
  key: 'The key can’t be sent like this.',
  value: 'The value can’t be sent like this.',
  headers: 'At most 100 headers, each name up to 249 characters.',
  timestamp: 'Whole milliseconds since 1970, or nothing.',
}

const NO_BASE64 = 'This is not base64: four characters stand for three bytes, at the end with = to fill up.'

function errorsOf(form: RecordForm): RecordErrors {
  const errors: RecordErrors = {}
  if (!TopicNameSchema.safeParse(form.topic.trim()).success) errors.topic = advice.topic
  if (form.partition.trim() !== '' && !/^\d{1,6}$/.test(form.partition.trim()))
    errors.partition = advice.partition
  if (form.timestamp.trim() !== '' && !/^\d{1,15}$/.test(form.timestamp.trim()))
    errors.timestamp = advice.timestamp
  if (!isRight(form.key)) errors.key = NO_BASE64
  if (!isRight(form.value)) errors.value = NO_BASE64
  if (form.headers.some(({ value }) => !isRight(value))) errors.headers = NO_BASE64
  return errors
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function isRight({ form, content }: BytesDraft): boolean {
  return form !== 'base64' || BASE64.test(content.trim())
}

function bytesOf({ form, content }: BytesDraft): Bytes | null {
  if (form === 'null') return null
  return form === 'text' ? { text: content } : { base64: content.trim() }
}
