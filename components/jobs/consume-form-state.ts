import { type ConsumeSpec, ConsumeSpecSchema } from '#lib/shared/job.ts'

export interface ConsumeForm {
  topic: string
  /** Empty takes a group of the job's own. */
  groupId: string
  from: ConsumeSpec['from']
  stop: 'idle' | 'limit' | 'never'
  limit: string
  idleSeconds: string
}

export type ConsumeErrors = Partial<Record<'topic' | 'groupId' | 'limit' | 'idleSeconds', string>>

export const emptyConsumeForm: ConsumeForm = {
  topic: '',
  groupId: '',
  from: 'earliest',
  stop: 'idle',
  limit: '1000',
  idleSeconds: '10',
}

export function consumeFormOf(spec: ConsumeSpec): ConsumeForm {
  return {
    topic: spec.topic ?? '',
    groupId: spec.groupId ?? '',
    from: spec.from,
    stop: spec.limit !== undefined ? 'limit' : spec.idleSeconds !== undefined ? 'idle' : 'never',
    limit: String(spec.limit ?? emptyConsumeForm.limit),
    idleSeconds: String(spec.idleSeconds ?? emptyConsumeForm.idleSeconds),
  }
}

/** groupError checks a group id as it is typed against the granted prefix (null when the credentials grant none). */
export function groupError(groupId: string, prefix: string | null): string | null {
  const group = groupId.trim()
  if (group === '' || prefix === null || group.startsWith(prefix)) return null
  return `These credentials may only use groups that begin with ${prefix}`
}

/** readConsumeForm turns the fields into a specification, or says for each field what is wrong. */
export function readConsumeForm(
  form: ConsumeForm,
  prefix: string | null,
): { spec: ConsumeSpec } | { errors: ConsumeErrors } {
  const errors: ConsumeErrors = {}
  const group = groupError(form.groupId, prefix)
  if (group !== null) errors.groupId = group
  const parsed = ConsumeSpecSchema.safeParse({
    kind: 'consume',
    topic: form.topic.trim(),
    ...(form.groupId.trim() === '' ? {} : { groupId: form.groupId.trim() }),
    from: form.from,
    ...(form.stop === 'limit' ? { limit: numberOf(form.limit) } : {}),
    ...(form.stop === 'idle' ? { idleSeconds: numberOf(form.idleSeconds) } : {}),
  })
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [name] = path
    if (name === 'limit') errors.limit ??= 'A whole number from 1 to 100,000,000.'
    else if (name === 'idleSeconds') errors.idleSeconds ??= 'Seconds, from 1 to 86,400.'
    else if (name === 'groupId') errors.groupId ??= message
    else errors.topic ??= message
  }
  if (!parsed.success || Object.keys(errors).length > 0) return { errors }
  return { spec: parsed.data }
}

function numberOf(text: string): number {
  const plain = text.replaceAll(/[\s,_]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}
