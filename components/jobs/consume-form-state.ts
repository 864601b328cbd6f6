import {
  type CommitPolicy,
  type ConsumeSpec,
  ConsumeSpecSchema,
  expectableDecoders,
} from '#lib/shared/consume-spec.ts'
import { numberOf } from './number-of.ts'
import {
  emptySinkForm,
  type SinkErrors,
  type SinkForm,
  sinkAdvice,
  sinkFieldOf,
  sinkFormOf,
  sinkOf,
} from './sink-form-state.ts'

export type Expectation = 'anything' | NonNullable<ConsumeSpec['expect']>

/** What stands in the fields: texts, as typed, until they are read. */
export interface ConsumeForm extends SinkForm {
  topic: string
  /** Empty takes a group of the job's own. */
  groupId: string
  from: 'earliest' | 'latest' | 'time'
  /** ISO 8601, or milliseconds since 1970. */
  time: string
  stop: 'idle' | 'limit' | 'duration' | 'never'
  limit: string
  idleSeconds: string
  durationSeconds: string
  commit: CommitPolicy
  members: string
  joinDelaySeconds: string
  rate: string
  expect: Expectation
}

export type ConsumeErrors = SinkErrors &
  Partial<Record<Exclude<keyof ConsumeForm, keyof SinkForm | 'from' | 'stop' | 'commit' | 'expect'>, string>>

export const expectations: readonly Expectation[] = ['anything', ...expectableDecoders]

export const emptyConsumeForm: ConsumeForm = {
  ...emptySinkForm,
  topic: '',
  groupId: '',
  from: 'earliest',
  time: '',
  stop: 'idle',
  limit: '1000',
  idleSeconds: '10',
  durationSeconds: '60',
  commit: 'each-second',
  members: '1',
  joinDelaySeconds: '5',
  rate: '',
  expect: 'anything',
}

export function consumeFormOf(spec: ConsumeSpec): ConsumeForm {
  const empty = emptyConsumeForm
  const from = spec.from === 'earliest' || spec.from === 'latest' ? spec.from : 'time'
  return {
    topic: spec.topic ?? '',
    groupId: spec.groupId ?? '',
    from,
    time: from === 'time' ? spec.from.slice('time:'.length) : '',
    stop: stopOf(spec),
    limit: String(spec.limit ?? empty.limit),
    idleSeconds: String(spec.idleSeconds ?? empty.idleSeconds),
    durationSeconds: String(spec.durationSeconds ?? empty.durationSeconds),
    commit: spec.commit ?? empty.commit,
    members: String(spec.members ?? empty.members),
    joinDelaySeconds: String(spec.joinDelaySeconds ?? empty.joinDelaySeconds),
    rate: spec.rate === undefined ? '' : String(spec.rate),
    expect: spec.expect ?? 'anything',
    ...sinkFormOf(spec.sink),
  }
}

/**
 * formInForce gives the form as it counts: with a sink, what the server refuses beside one stands as it usually is. What
 * was typed before is there again once records are counted only.
 */
export function formInForce(form: ConsumeForm): ConsumeForm {
  if (form.sink === 'none') return form
  const { stop, commit, members, joinDelaySeconds, rate, expect } = emptyConsumeForm
  return {
    ...{ ...form, commit, members, joinDelaySeconds, rate, expect },
    stop: form.stop === 'duration' ? stop : form.stop,
  }
}

function stopOf({ limit, durationSeconds, idleSeconds }: ConsumeSpec): ConsumeForm['stop'] {
  if (limit !== undefined) return 'limit'
  if (durationSeconds !== undefined) return 'duration'
  return idleSeconds === undefined ? 'never' : 'idle'
}

/** groupError checks a group id as it is typed against the granted prefix (null when the credentials grant none). */
export function groupError(groupId: string, prefix: string | null): string | null {
  const group = groupId.trim()
  if (group === '' || prefix === null || group.startsWith(prefix)) return null
  return `These credentials may only use groups that begin with ${prefix}`
}

/** readConsumeForm turns the fields into a specification, or says for each field what is wrong. */
export function readConsumeForm(
  typed: ConsumeForm,
  prefix: string | null,
): { spec: ConsumeSpec } | { errors: ConsumeErrors } {
  const form = formInForce(typed)
  const errors: ConsumeErrors = {}
  const group = groupError(form.groupId, prefix)
  if (group !== null) errors.groupId = group
  const several = form.members.trim() !== '1'
  const parsed = ConsumeSpecSchema.safeParse({
    kind: 'consume',
    topic: form.topic.trim(),
    ...(form.groupId.trim() === '' ? {} : { groupId: form.groupId.trim() }),
    from: form.from === 'time' ? `time:${form.time.trim()}` : form.from,
    ...(form.stop === 'limit' ? { limit: numberOf(form.limit) } : {}),
    ...(form.stop === 'idle' ? { idleSeconds: numberOf(form.idleSeconds) } : {}),
    ...(form.stop === 'duration' ? { durationSeconds: numberOf(form.durationSeconds) } : {}),
    ...(form.commit === emptyConsumeForm.commit ? {} : { commit: form.commit }),
    ...(several
      ? { members: numberOf(form.members), joinDelaySeconds: numberOf(form.joinDelaySeconds) }
      : {}),
    ...(form.rate.trim() === '' ? {} : { rate: numberOf(form.rate) }),
    ...(form.expect === 'anything' ? {} : { expect: form.expect }),
    ...(form.sink === 'none' ? {} : { sink: sinkOf(form) }),
  })
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path[0] === 'sink' ? sinkFieldOf(path[1]) : fieldOf(path[0])
    errors[name] ??= advice[name] ?? message
  }
  return parsed.success && Object.keys(errors).length === 0 ? { spec: parsed.data } : { errors }
}

/** Better words than a schema's own. */
const advice: ConsumeErrors = {
  ...sinkAdvice,
  limit: 'A whole number from 1 to 100,000,000.',
  idleSeconds: 'Seconds, from 1 to 86,400.',
  durationSeconds: 'Seconds, from 1 to 86,400.',
  time: 'A time such as 2026-01-31T00:00:00Z, or milliseconds since 1970.',
  members: 'A whole number from 1 to 8.',
  joinDelaySeconds: 'Seconds, from 0 to 60.',
  rate: 'Records a second, more than 0; empty takes them as fast as they come.',
}

function fieldOf(name: PropertyKey | undefined): keyof ConsumeErrors {
  if (name === 'from') return 'time'
  if (name === 'groupId' || name === 'rate' || name === 'members' || name === 'joinDelaySeconds') return name
  return name === 'limit' || name === 'idleSeconds' || name === 'durationSeconds' ? name : 'topic'
}
