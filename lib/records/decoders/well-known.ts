import { type DecodedValue, isoTime, scalarText } from './decoded-value.ts'

type Fields = Record<string, DecodedValue>

/** wellKnownOf gives Google's well-known types the form that they have in JSON; any other message stays as it is. */
export function wellKnownOf(name: string, fields: Fields): DecodedValue {
  if (!name.startsWith('google.protobuf.')) return fields
  switch (name.slice('google.protobuf.'.length)) {
    case 'Timestamp':
      return timestampOf(fields)
    case 'Duration':
      return durationOf(fields)
    case 'Struct':
      return fields['fields'] ?? {}
    case 'ListValue':
      return fields['values'] ?? []
    case 'Value':
      return plainOf(fields)
    case 'FieldMask':
      return pathsOf(fields['paths'])
  }
  return name.endsWith('Value') ? (fields['value'] ?? null) : fields
}

function timestampOf(fields: Fields): DecodedValue {
  const { seconds = 0, nanos = 0 } = fields
  const time = isoTime(Number(seconds) * 1000)
  if (typeof time === 'number') return fields
  return nanos === 0 ? time : time.replace('.000Z', `.${fractionOf(nanos)}Z`)
}

function pathsOf(paths: DecodedValue | undefined): string {
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string').join(',') : ''
}

function durationOf({ seconds = 0, nanos = 0 }: Fields): DecodedValue {
  const minus = Number(seconds) < 0 || Number(nanos) < 0 ? '-' : ''
  const whole = scalarText(seconds).replace('-', '')
  return nanos === 0 ? `${minus}${whole}s` : `${minus}${whole}.${fractionOf(nanos)}s`
}

function fractionOf(nanos: DecodedValue): string {
  return String(Math.abs(Number(nanos)))
    .padStart(9, '0')
    .replace(/0+$/, '')
    .padEnd(3, '0')
}

/** A Value holds one of these; its null is a field of its own. */
function plainOf(fields: Fields): DecodedValue {
  for (const kind of ['number_value', 'string_value', 'bool_value', 'struct_value', 'list_value']) {
    const value = fields[kind]
    if (value !== undefined) return value
  }
  return null
}
