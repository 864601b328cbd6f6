import { type RoundTripSpec, RoundTripSpecSchema } from '#lib/shared/round-trip-spec.ts'
import { numberOf } from './number-of.ts'

/** What stands in the fields: texts, as typed, until they are read. */
export interface RoundTripForm {
  topic: string
  count: string
  rate: string
  valueBytes: string
  keys: string
  compression: RoundTripSpec['compression']
  groupId: string
  timeoutSeconds: string
  createTopic: boolean
  partitions: string
  replicationFactor: string
}

type FieldName = Exclude<keyof RoundTripForm, 'compression' | 'createTopic'>
export type RoundTripErrors = Partial<Record<FieldName, string>>

export const emptyRoundTripForm: RoundTripForm = {
  topic: '',
  count: '1000',
  rate: '',
  valueBytes: '200',
  keys: '100',
  compression: 'none',
  groupId: '',
  timeoutSeconds: '60',
  createTopic: false,
  partitions: '5',
  replicationFactor: '1',
}

/** roundTripFormOf fills the fields from a job that was. */
export function roundTripFormOf(spec: RoundTripSpec): RoundTripForm {
  return {
    topic: spec.topic ?? '',
    count: String(spec.count),
    rate: spec.rate === undefined ? '' : String(spec.rate),
    valueBytes: String(spec.valueBytes),
    keys: String(spec.keys),
    compression: spec.compression,
    groupId: spec.groupId ?? '',
    timeoutSeconds: String(spec.timeoutSeconds),
    createTopic: spec.createTopic !== undefined,
    partitions: String(spec.createTopic?.partitions ?? emptyRoundTripForm.partitions),
    replicationFactor: String(spec.createTopic?.replicationFactor ?? emptyRoundTripForm.replicationFactor),
  }
}

/** readRoundTripForm turns the fields into a specification, or says for each field what is wrong. */
export function readRoundTripForm(
  form: RoundTripForm,
): { spec: RoundTripSpec } | { errors: RoundTripErrors } {
  const parsed = RoundTripSpecSchema.safeParse({
    kind: 'round-trip',
    topic: form.topic.trim(),
    count: numberOf(form.count),
    ...(form.rate.trim() === '' ? {} : { rate: numberOf(form.rate) }),
    valueBytes: numberOf(form.valueBytes),
    keys: numberOf(form.keys),
    compression: form.compression,
    ...(form.groupId.trim() === '' ? {} : { groupId: form.groupId.trim() }),
    timeoutSeconds: numberOf(form.timeoutSeconds),
    ...(form.createTopic
      ? {
          createTopic: {
            partitions: numberOf(form.partitions),
            replicationFactor: numberOf(form.replicationFactor),
          },
        }
      : {}),
  })
  if (parsed.success) return { spec: parsed.data }
  const errors: RoundTripErrors = {}
  for (const { path, message } of parsed.error.issues) {
    const [first, second] = path
    const name = fieldNames.find((each) => each === (first === 'createTopic' ? second : first)) ?? 'topic'
    errors[name] ??= advice[name] ?? message
  }
  return { errors }
}

const fieldNames: readonly FieldName[] = [
  'topic',
  'count',
  'rate',
  'valueBytes',
  'keys',
  'groupId',
  'timeoutSeconds',
  'partitions',
  'replicationFactor',
]

/** Better words than a schema's own. */
const advice: RoundTripErrors = {
  count: 'A whole number from 1 to 1,000,000.',
  rate: 'Records a second, more than 0; empty sends as fast as the cluster acknowledges.',
  valueBytes: 'Bytes, from 128 to 900,000.',
  keys: 'A whole number from 1 to 100,000.',
  timeoutSeconds: 'Seconds, from 1 to 3,600.',
  partitions: 'A whole number from 1 to 1000.',
  replicationFactor: 'A whole number from 1 to 10, at most the number of brokers.',
}
