import { compileTemplate, type Template, TemplateError, type TemplateSource } from '#lib/records/template.ts'
import { testApplicationValue } from '#lib/records/test-application.ts'
import type { ProduceSpec } from '#lib/shared/job.ts'

/** Enough that a size which varies with chance is told about right. */
const MEASURED = 50
const SHOWN = 3
/** The job writes its server's own name here; as long as a usual one, so that the size is told about right. */
const SAMPLE_ORIGIN = 'keystream (127.0.0.1)'

export interface SampleRecord {
  key: string | null
  value: string
}

export interface Sample {
  records: SampleRecord[]
  /** Mean size of a record's key, value and headers in bytes, before compression. */
  averageBytes: number
}

export type SampleError = { field: 'key' | 'value'; message: string; advice: string }

/**
 * sampleRecords renders the first records of a job as they would be, and measures them. The same seed gives the same
 * records, so that nothing flickers while something else is typed; the job itself throws its own dice.
 */
export function sampleRecords(
  spec: Pick<ProduceSpec, 'value' | 'key' | 'headers'>,
  seed: number,
  now: number,
): Sample | SampleError {
  const value = compile('value', () =>
    spec.value.type === 'test-app'
      ? testApplicationValue(SAMPLE_ORIGIN)
      : compileTemplate(spec.value.template),
  )
  if ('message' in value) return value
  const key = compile('key', () => (spec.key === undefined ? null : compileTemplate(spec.key)))
  if ('message' in key) return key
  const encoder = new TextEncoder()
  const sizeOf = (text: string) => encoder.encode(text).length
  const headerBytes = (spec.headers ?? []).reduce((sum, [name, text]) => sum + sizeOf(name) + sizeOf(text), 0)
  const source = dice(seed)
  const records = Array.from({ length: MEASURED }, (_, sequence) => {
    const at: TemplateSource = { ...source, sequence, now }
    return { key: key.template?.(at) ?? null, value: value.template?.(at) ?? '' }
  })
  const bytes = records.reduce(
    (sum, each) => sum + sizeOf(each.key ?? '') + sizeOf(each.value) + headerBytes,
    0,
  )
  return { records: records.slice(0, SHOWN), averageBytes: bytes / MEASURED }
}

function compile(
  field: 'key' | 'value',
  make: () => Template | null,
): { template: Template | null } | SampleError {
  try {
    return { template: make() }
  } catch (caught) {
    if (!(caught instanceof TemplateError)) throw caught
    return { field, message: caught.message, advice: caught.advice }
  }
}

/** Repeatable chance (mulberry32): for a sample to look at, not for keeping anything secret. */
function dice(seed: number): Pick<TemplateSource, 'random' | 'uuid'> {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return { random, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}` }
}
