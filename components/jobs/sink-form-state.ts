import { type SinkSpec, type WebhookSink, WebhookSinkSchema } from '#lib/shared/sink-spec.ts'
import { numberOf } from './number-of.ts'

/** SinkForm is the part of a consume job's form that says where the records go. */
export interface SinkForm {
  sink: 'none' | SinkSpec['type']
  /** The id of one of the profile's. */
  webhook: string
  format: WebhookSink['format']
  maxRecords: string
  maxBytes: string
  mongoProfile: string
}

export type SinkErrors = Partial<Record<Exclude<keyof SinkForm, 'sink' | 'format'>, string>>

const usual = WebhookSinkSchema.parse({ type: 'webhook', webhook: 'none' })

export const emptySinkForm: SinkForm = {
  sink: 'none',
  webhook: '',
  format: usual.format,
  maxRecords: String(usual.maxRecords),
  maxBytes: String(usual.maxBytes),
  mongoProfile: '',
}

export function sinkFormOf(sink: SinkSpec | undefined): SinkForm {
  if (sink === undefined) return emptySinkForm
  if (sink.type === 'mongodb') return { ...emptySinkForm, sink: 'mongodb', mongoProfile: sink.profile }
  const { webhook, format, maxRecords, maxBytes } = sink
  return {
    ...{ ...emptySinkForm, sink: 'webhook', webhook, format },
    ...{ maxRecords: String(maxRecords), maxBytes: String(maxBytes) },
  }
}

/** sinkOf gives what the fields say, not yet checked; undefined when records are counted only. */
export function sinkOf(form: SinkForm): object | undefined {
  if (form.sink === 'none') return undefined
  if (form.sink === 'mongodb') return { type: 'mongodb', profile: form.mongoProfile }
  return {
    ...{ type: 'webhook', webhook: form.webhook, format: form.format },
    ...{ maxRecords: numberOf(form.maxRecords), maxBytes: numberOf(form.maxBytes) },
  }
}

/** sinkFieldOf names the field that a part of a sink's specification comes from. */
export function sinkFieldOf(part: PropertyKey | undefined): keyof SinkErrors {
  if (part === 'profile') return 'mongoProfile'
  return part === 'maxRecords' || part === 'maxBytes' ? part : 'webhook'
}

/** Better words than a schema's own. */
export const sinkAdvice: SinkErrors = {
  maxRecords: 'A whole number from 1 to 10,000.',
  maxBytes: 'Bytes, from 1,024 to 10,485,760.',
  mongoProfile: 'Choose a profile of MongoDB.',
  webhook: 'Choose a webhook of this profile.',
}
