import {
  MAX_BURST,
  MAX_CYCLED_KEYS,
  MAX_DURATION_SECONDS,
  MAX_JOB_RECORDS,
} from '#lib/shared/produce-spec.ts'

export type ProduceFieldName =
  | 'topic'
  | 'count'
  | 'seconds'
  | 'rate'
  | 'burst'
  | 'template'
  | 'mongoProfile'
  | 'database'
  | 'collection'
  | 'store'
  | 'key'
  | 'headers'
  | 'partition'
  | 'timestamp'
  | 'seed'
  | 'partitions'
  | 'replicationFactor'

export type ProduceErrors = Partial<Record<ProduceFieldName, string>>

const upTo = (most: number): string => most.toLocaleString('en')

/** advice has better words than a schema's own. */
export const advice: ProduceErrors = {
  count: `A whole number from 1 to ${upTo(MAX_JOB_RECORDS)}.`,
  seconds: `Seconds, from 1 to ${upTo(MAX_DURATION_SECONDS)}.`,
  rate: 'Records a second, more than 0; empty sends as fast as the cluster acknowledges.',
  burst: `A whole number from 1 to ${upTo(MAX_BURST)}, with a number of records a second.`,
  partitions: 'A whole number from 1 to 1000.',
  replicationFactor: 'A whole number from 1 to 10, at most the number of brokers.',
  headers: 'At most 100 headers, each name up to 249 and each value up to 4096 characters.',
  key: `A template of at most 1024 characters, a field’s path, or a number of keys up to ${upTo(MAX_CYCLED_KEYS)}.`,
  mongoProfile: 'Choose a profile of MongoDB.',
  template: 'A template has at most 65,536 characters.',
  partition: 'A whole number from 0, a template that gives one, or a field’s path.',
  timestamp:
    'A time such as 2026-01-31T12:00:00Z, or a field’s path. A range begins before it ends, and needs a number of records.',
  seed: 'A whole number from 0 to 4,294,967,295.',
}

/** Fields that have the same name in the specification. */
const same = ['topic', 'count', 'rate', 'burst', 'key', 'headers', 'partition', 'timestamp', 'seed'] as const

const inValue: Readonly<Record<string, ProduceFieldName>> = {
  profile: 'mongoProfile',
  database: 'database',
  collection: 'collection',
}

/** fieldOf gives the form's field that a place in the specification stands in. */
export function fieldOf([first, second]: readonly PropertyKey[]): ProduceFieldName {
  if (first === 'value') return inValue[second === undefined ? '' : String(second)] ?? 'template'
  if (first === 'sink') return 'store'
  if (first === 'durationSeconds') return 'seconds'
  if (first === 'createTopic') return second === 'partitions' ? 'partitions' : 'replicationFactor'
  return same.find((name) => name === first) ?? 'topic'
}
