import { type ProduceSpec, ProduceSpecSchema } from '#lib/shared/job.ts'

/** What stands in the fields: texts, as typed, until they are read. */
export interface ProduceForm {
  topic: string
  count: string
  rate: string
  valueType: 'test-app' | 'template'
  template: string
  key: string
  headers: readonly HeaderField[]
  compression: ProduceSpec['compression']
  createTopic: boolean
  partitions: string
  replicationFactor: string
}

export interface HeaderField {
  id: number
  name: string
  value: string
}

export type ProduceFieldName =
  | 'topic'
  | 'count'
  | 'rate'
  | 'template'
  | 'key'
  | 'headers'
  | 'partitions'
  | 'replicationFactor'

export type ProduceErrors = Partial<Record<ProduceFieldName, string>>

export const sampleTemplate = '{"id":"{{uuid}}","n":{{sequence}},"at":"{{now}}","amount":{{randomInt 1 500}}}'

export const emptyProduceForm: ProduceForm = {
  topic: '',
  count: '1000',
  rate: '',
  valueType: 'test-app',
  template: sampleTemplate,
  key: '',
  headers: [],
  compression: 'none',
  createTopic: false,
  partitions: '5',
  replicationFactor: '1',
}

/** produceFormOf fills the fields from a job that was, for starting one like it. */
export function produceFormOf(spec: ProduceSpec): ProduceForm {
  return {
    ...emptyProduceForm,
    topic: spec.topic ?? '',
    count: String(spec.count),
    rate: spec.rate === undefined ? '' : String(spec.rate),
    valueType: spec.value.type,
    template: spec.value.type === 'template' ? spec.value.template : sampleTemplate,
    key: spec.key ?? '',
    headers: (spec.headers ?? []).map(([name, value], id) => ({ id, name, value })),
    compression: spec.compression,
    createTopic: spec.createTopic !== undefined,
    partitions: String(spec.createTopic?.partitions ?? emptyProduceForm.partitions),
    replicationFactor: String(spec.createTopic?.replicationFactor ?? emptyProduceForm.replicationFactor),
  }
}

/** readProduceForm turns the fields into a specification, or says for each field what is wrong, by the API's own schema. */
export function readProduceForm(form: ProduceForm): { spec: ProduceSpec } | { errors: ProduceErrors } {
  const headers = form.headers.filter((each) => each.name !== '' || each.value !== '')
  const candidate = {
    kind: 'produce',
    topic: form.topic.trim(),
    count: numberOf(form.count),
    ...(form.rate.trim() === '' ? {} : { rate: numberOf(form.rate) }),
    value:
      form.valueType === 'test-app' ? { type: 'test-app' } : { type: 'template', template: form.template },
    ...(form.key === '' ? {} : { key: form.key }),
    ...(headers.length === 0 ? {} : { headers: headers.map(({ name, value }) => [name, value]) }),
    compression: form.compression,
    ...(form.createTopic
      ? {
          createTopic: {
            partitions: numberOf(form.partitions),
            replicationFactor: numberOf(form.replicationFactor),
          },
        }
      : {}),
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

/** Better words than a schema's own. */
const advice: ProduceErrors = {
  count: 'A whole number from 1 to 1,000,000.',
  rate: 'Records a second, more than 0; empty sends as fast as the cluster acknowledges.',
  partitions: 'A whole number from 1 to 1000.',
  replicationFactor: 'A whole number from 1 to 10, at most the number of brokers.',
  headers: 'At most 100 headers, each name up to 249 and each value up to 4096 characters.',
  key: 'A key’s template has at most 1024 characters.',
  template: 'A template has at most 65,536 characters.',
}

function fieldOf(path: readonly PropertyKey[]): ProduceFieldName {
  const [first, second] = path
  if (first === 'value') return 'template'
  if (first === 'createTopic') return second === 'partitions' ? 'partitions' : 'replicationFactor'
  if (first === 'count' || first === 'rate' || first === 'key' || first === 'headers') return first
  return 'topic'
}

function numberOf(text: string): number {
  const plain = text.replaceAll(/[\s,_]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}
