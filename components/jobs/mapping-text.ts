import type { CopyMapping } from '#lib/shared/copy-spec.ts'

type Rules = Pick<CopyMapping, 'fields' | 'constants'>

/**
 * readMappingText reads rules for a JSON value, one a line: `id -> order.id` takes a field under another name, `id`
 * under its own, `source = "shop"` adds one. Gives the rules, or what is wrong with which line.
 */
export function readMappingText(text: string): Rules | { readonly error: string } {
  const fields: NonNullable<Rules['fields']> = []
  const constants: NonNullable<Rules['constants']> = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    const wrong = (why: string) => ({ error: `Line ${index + 1} ${why}` })
    const arrow = line.indexOf('->')
    const sign = line.indexOf('=')
    if (arrow < 0 && sign >= 0) {
      const to = line.slice(0, sign).trim()
      const value = scalarOf(line.slice(sign + 1).trim())
      if (to === '' || value === undefined)
        return wrong(
          'is not like source = "shop": a name, then a text in quotes, a number, true, false or null.',
        )
      constants.push({ to, value })
      continue
    }
    const from = (arrow < 0 ? line : line.slice(0, arrow)).trim()
    const to = arrow < 0 ? from : line.slice(arrow + 2).trim()
    if (from === '' || to === '') return wrong('is not like id -> order.id.')
    fields.push({ from, to })
  }
  return { ...(fields.length > 0 && { fields }), ...(constants.length > 0 && { constants }) }
}

/** mappingText writes rules so that readMappingText reads them back. */
export function mappingText({ fields = [], constants = [] }: Rules): string {
  return [
    ...fields.map(({ from, to }) => (from === to ? from : `${from} -> ${to}`)),
    ...constants.map(({ to, value }) => `${to} = ${JSON.stringify(value)}`),
  ].join('\n')
}

function scalarOf(text: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  } catch {
    return undefined
  }
}
