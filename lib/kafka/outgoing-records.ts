import { randomUUID } from 'node:crypto'
import { hostname, networkInterfaces } from 'node:os'
import { compileTemplate, type Template } from '#lib/records/template.ts'
import { testApplicationValue } from '#lib/records/test-application.ts'
import type { ProduceSpec } from '#lib/shared/job.ts'
import type { OutgoingRecord } from './outgoing-record.ts'

/** The test application writes `host (ip)` of where it runs. */
function origin(): string {
  const addresses = Object.values(networkInterfaces()).flat()
  const own = addresses.find((address) => address && !address.internal && address.family === 'IPv4')
  return `${hostname()} (${own?.address ?? '127.0.0.1'})`
}

/** outgoingRecords makes a job's records one by one, as they are asked for. Throws TemplateError before the first. */
export function outgoingRecords(spec: ProduceSpec): Iterable<OutgoingRecord> {
  const value: Template =
    spec.value.type === 'test-app' ? testApplicationValue(origin()) : compileTemplate(spec.value.template)
  const key: Template | null = spec.key === undefined ? null : compileTemplate(spec.key)
  return render(spec, value, key)
}

function* render(spec: ProduceSpec, value: Template, key: Template | null): Generator<OutgoingRecord> {
  const source = { sequence: 0, now: 0, random: Math.random, uuid: randomUUID }
  const headers = spec.headers && spec.headers.length > 0 ? { headers: spec.headers } : {}
  for (let sequence = 0; sequence < spec.count; sequence++) {
    source.sequence = sequence
    source.now = Date.now()
    yield { key: key?.(source) ?? null, value: value(source), ...headers }
  }
}
