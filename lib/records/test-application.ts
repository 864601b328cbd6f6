import type { Template } from './templates/template.ts'

/** Python writes a float that is whole as `1.0`. */
const pythonFloat = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value))

/**
 * testApplicationValue gives the records of the charms' own test application: the same fields in the same order with
 * the same blanks as Python's `json.dumps`, so that its consumer takes ours for its own. `origin` is `host (ip)`.
 */
export function testApplicationValue(origin: string): Template {
  const tail = `", "origin": ${JSON.stringify(origin)}, "content": "Message #`
  return (source) =>
    `{"timestamp": ${pythonFloat(source.now / 1000)}, "_id": "${source.uuid().replaceAll('-', '')}${tail}${source.sequence}"}`
}
