import {
  SinkSecretSchema,
  type SinkSpec,
  type WebhookSink,
  WebhookSinkSchema,
} from '#lib/shared/sink-spec.ts'
import { numberOf } from './number-of.ts'

/** SinkForm is the part of a consume job's form that says where the records go. */
export interface SinkForm {
  sink: 'none' | SinkSpec['type']
  url: string
  /** Never filled from a former job: no server keeps it. Empty sends calls without a signature. */
  secret: string
  format: WebhookSink['format']
  maxRecords: string
  maxBytes: string
  mongoProfile: string
}

export type SinkErrors = Partial<Record<Exclude<keyof SinkForm, 'sink' | 'format'>, string>>

const usual = WebhookSinkSchema.parse({ type: 'webhook', url: 'https://host/' })

export const emptySinkForm: SinkForm = {
  sink: 'none',
  url: '',
  secret: '',
  format: usual.format,
  maxRecords: String(usual.maxRecords),
  maxBytes: String(usual.maxBytes),
  mongoProfile: '',
}

export function sinkFormOf(sink: SinkSpec | undefined): SinkForm {
  if (sink === undefined) return emptySinkForm
  if (sink.type === 'mongodb') return { ...emptySinkForm, sink: 'mongodb', mongoProfile: sink.profile }
  const { url, format, maxRecords, maxBytes } = sink
  return {
    ...{ ...emptySinkForm, sink: 'webhook', url, format },
    ...{ maxRecords: String(maxRecords), maxBytes: String(maxBytes) },
  }
}

/** sinkOf gives what the fields say, not yet checked; undefined when records are counted only. */
export function sinkOf(form: SinkForm): object | undefined {
  if (form.sink === 'none') return undefined
  if (form.sink === 'mongodb') return { type: 'mongodb', profile: form.mongoProfile }
  return {
    ...{ type: 'webhook', url: form.url.trim(), format: form.format },
    ...{ maxRecords: numberOf(form.maxRecords), maxBytes: numberOf(form.maxBytes) },
  }
}

/** secretOf gives the signing secret, undefined for none, or what is wrong with it. */
export function secretOf({ sink, secret }: SinkForm): { secret: string | undefined } | { error: string } {
  if (sink !== 'webhook' || secret === '') return { secret: undefined }
  const parsed = SinkSecretSchema.safeParse(secret)
  return parsed.success ? { secret } : { error: parsed.error.issues[0]?.message ?? 'It can’t be used.' }
}

/** sinkFieldOf names the field that a part of a sink's specification comes from. */
export function sinkFieldOf(part: PropertyKey | undefined): keyof SinkErrors {
  if (part === 'profile') return 'mongoProfile'
  return part === 'maxRecords' || part === 'maxBytes' ? part : 'url'
}

/** Better words than a schema's own. */
export const sinkAdvice: SinkErrors = {
  maxRecords: 'A whole number from 1 to 10,000.',
  maxBytes: 'Bytes, from 1,024 to 10,485,760.',
  mongoProfile: 'Choose a profile of MongoDB.',
}
