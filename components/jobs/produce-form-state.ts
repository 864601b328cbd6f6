import { type ProduceSpec, ProduceSpecSchema, type RecordShape } from '#lib/shared/produce-spec.ts'
import { numberOf } from './number-of.ts'
import { advice, fieldOf, type ProduceErrors } from './produce-form-errors.ts'

/** What stands in the fields: texts, as typed, until they are read. */
export interface ProduceForm {
  topic: string
  /** `stopped`: when somebody stops it; a collection ends by itself then. */
  end: 'count' | 'duration' | 'stopped'
  count: string
  seconds: string
  rate: string
  burst: string
  valueType: ProduceSpec['value']['type']
  template: string
  /** Where values come from: a profile's id, a database (empty = named after the topic) and a collection. */
  mongoProfile: string
  database: string
  collection: string
  /** The profile of MongoDB that stores records too; empty for none. */
  store: string
  /** What `key` holds: a template (empty = no key), a field's path, or how many keys come in turn. */
  keyType: 'template' | 'field' | 'cycle'
  key: string
  headers: readonly HeaderField[]
  partitionType: 'key' | 'round-robin' | 'fixed' | 'template' | 'field'
  partition: string
  timestampType: 'now' | 'fixed' | 'range' | 'field'
  timestamp: string
  timestampTo: string
  seed: string
  compression: ProduceSpec['compression']
  createTopic: boolean
  partitions: string
  replicationFactor: string
}

export interface HeaderField {
  id: number
  name: string
  /** Null is Kafka's null, which is not the empty text. */
  value: string | null
}

export const sampleTemplate = '{"id":"{{uuid}}","n":{{sequence}},"at":"{{now}}","amount":{{randomInt 1 500}}}'

export const emptyProduceForm: ProduceForm = {
  topic: '',
  end: 'count',
  count: '1000',
  seconds: '60',
  rate: '',
  burst: '',
  valueType: 'test-app',
  template: sampleTemplate,
  mongoProfile: '',
  database: '',
  collection: 'producer',
  store: '',
  keyType: 'template',
  key: '',
  headers: [],
  partitionType: 'key',
  partition: '',
  timestampType: 'now',
  timestamp: '',
  timestampTo: '',
  seed: '',
  compression: 'none',
  createTopic: false,
  partitions: '5',
  replicationFactor: '1',
}

const textOf = (value: number | undefined, otherwise = ''): string =>
  value === undefined ? otherwise : String(value)

/** produceFormOf fills the fields from a job that was, for starting one like it. */
export function produceFormOf(spec: ProduceSpec): ProduceForm {
  return {
    ...emptyProduceForm,
    topic: spec.topic ?? '',
    end: spec.count !== undefined ? 'count' : spec.durationSeconds !== undefined ? 'duration' : 'stopped',
    count: textOf(spec.count, emptyProduceForm.count),
    seconds: textOf(spec.durationSeconds, emptyProduceForm.seconds),
    rate: textOf(spec.rate),
    burst: textOf(spec.burst),
    valueType: spec.value.type,
    template: spec.value.type === 'template' ? spec.value.template : sampleTemplate,
    ...sourceFieldsOf(spec.value),
    store: spec.sink?.profile ?? '',
    ...keyFieldsOf(spec.key),
    headers: (spec.headers ?? []).map(([name, value], id) => ({ id, name, value })),
    ...partitionFieldsOf(spec.partition),
    ...timestampFieldsOf(spec.timestamp),
    seed: textOf(spec.seed),
    compression: spec.compression,
    createTopic: spec.createTopic !== undefined,
    partitions: textOf(spec.createTopic?.partitions, emptyProduceForm.partitions),
    replicationFactor: textOf(spec.createTopic?.replicationFactor, emptyProduceForm.replicationFactor),
  }
}

function sourceFieldsOf(value: ProduceSpec['value']): Partial<ProduceForm> {
  if (value.type !== 'mongodb') return {}
  return { mongoProfile: value.profile, database: value.database ?? '', collection: value.collection }
}

/** endWith gives how a job usually ends when its values come from somewhere else than before. */
export function endWith(
  next: ProduceForm['valueType'],
  { valueType, end }: Pick<ProduceForm, 'valueType' | 'end'>,
): Pick<ProduceForm, 'end'> {
  if (next === valueType || (next !== 'mongodb' && valueType !== 'mongodb')) return { end }
  return { end: next === 'mongodb' ? 'stopped' : 'count' }
}

function keyFieldsOf(key: ProduceSpec['key']): Partial<ProduceForm> {
  if (key === undefined) return {}
  if (typeof key === 'string') return { key }
  return { keyType: key.type, key: key.type === 'field' ? key.path : String(key.keys) }
}

function partitionFieldsOf(spec: ProduceSpec['partition']): Partial<ProduceForm> {
  if (spec === undefined) return {}
  const partitionType = spec.type
  if (spec.type === 'round-robin') return { partitionType }
  if (spec.type === 'fixed') return { partitionType, partition: String(spec.partition) }
  return { partitionType, partition: spec.type === 'field' ? spec.path : spec.template }
}

const isoOf = (at: number): string => new Date(at).toISOString()

function timestampFieldsOf(spec: ProduceSpec['timestamp']): Partial<ProduceForm> {
  if (spec === undefined) return {}
  const timestampType = spec.type
  if (spec.type === 'field') return { timestampType, timestamp: spec.path }
  if (spec.type === 'fixed') return { timestampType, timestamp: isoOf(spec.at) }
  return { timestampType, timestamp: isoOf(spec.from), timestampTo: isoOf(spec.to) }
}

/** shapeOf gives what the fields say about a record around its value; it may not be right yet. */
export function shapeOf(form: ProduceForm): { [field in keyof RecordShape]?: unknown } {
  const headers = form.headers.filter((each) => each.name !== '' || each.value !== '')
  return {
    ...(form.key !== '' && { key: keyOf(form) }),
    ...(headers.length > 0 && { headers: headers.map(({ name, value }) => [name, value]) }),
    ...(form.partitionType !== 'key' && { partition: partitionOf(form) }),
    ...(form.timestampType !== 'now' && { timestamp: timestampOf(form) }),
    ...(form.seed.trim() !== '' && { seed: numberOf(form.seed) }),
  }
}

/** readProduceForm turns the fields into a specification, or says for each field what is wrong, by the API's own schema. */
export function readProduceForm(form: ProduceForm): { spec: ProduceSpec } | { errors: ProduceErrors } {
  const candidate = {
    kind: 'produce',
    topic: form.topic.trim(),
    ...endOf(form),
    ...(form.rate.trim() !== '' && { rate: numberOf(form.rate) }),
    ...(form.burst.trim() !== '' && { burst: numberOf(form.burst) }),
    value: readValue(form),
    ...(form.store !== '' &&
      form.valueType !== 'mongodb' && { sink: { type: 'mongodb', profile: form.store } }),
    ...shapeOf(form),
    compression: form.compression,
    ...(form.createTopic && {
      createTopic: {
        partitions: numberOf(form.partitions),
        replicationFactor: numberOf(form.replicationFactor),
      },
    }),
  }
  const parsed = ProduceSpecSchema.safeParse(candidate)
  if (parsed.success) return { spec: parsed.data }
  const errors: ProduceErrors = {}
  for (const { path, message } of parsed.error.issues) {
    const name = fieldOf(path)
    errors[name] ??= advice[name] ?? message
  }
  return { errors }
}

function readValue({ valueType: type, template, mongoProfile, database, collection }: ProduceForm) {
  if (type === 'template') return { type, template }
  if (type !== 'mongodb') return { type }
  return {
    ...{ type, profile: mongoProfile, collection: collection.trim() },
    ...(database.trim() !== '' && { database: database.trim() }),
  }
}

function endOf({ end, count, seconds, valueType }: ProduceForm) {
  if (end === 'count') return { count: numberOf(count) }
  if (end === 'stopped' && valueType === 'mongodb') return {}
  return end === 'duration' ? { durationSeconds: numberOf(seconds) } : { untilStopped: true }
}

function keyOf({ keyType, key }: ProduceForm) {
  if (keyType === 'template') return key
  return keyType === 'field' ? { type: keyType, path: key } : { type: keyType, keys: numberOf(key) }
}

function partitionOf({ partitionType: type, partition }: ProduceForm) {
  if (type === 'fixed') return { type, partition: numberOf(partition) }
  if (type === 'template') return { type, template: partition }
  return type === 'field' ? { type, path: partition } : { type }
}

function timestampOf({ timestampType: type, timestamp, timestampTo }: ProduceForm) {
  if (type === 'field') return { type, path: timestamp }
  if (type === 'fixed') return { type, at: timeOf(timestamp) }
  return { type, from: timeOf(timestamp), to: timeOf(timestampTo) }
}

/** A time as a person writes it: milliseconds since 1970, or what a browser reads as a date. */
function timeOf(text: string): number {
  const plain = text.trim()
  return /^\d{1,16}$/.test(plain) ? Number(plain) : Date.parse(plain)
}
