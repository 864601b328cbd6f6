/**
 * RequiredTexts says that every match holds at least one of these texts as bytes, so that a search over bytes leaves
 * out what can't match. Null promises nothing.
 */
export interface RequiredTexts {
  readonly any: readonly string[]
  /** The texts are meant in any case. */
  readonly anyCase: boolean
  /** A name that most records will hold: better than nothing, worse than any value. */
  readonly common?: boolean
}

/** How JSON may write an ASCII character all the same; a record that holds this is always looked at. */
export const ASCII_ESCAPE = '\\u00'

/** More alternatives cost more in searching than they save. */
const MAX_ALTERNATIVES = 8

/** betterOf gives the one of two requirements, both of which hold, that leaves more out: the longer its shortest text. */
export function betterOf(a: RequiredTexts | null, b: RequiredTexts | null): RequiredTexts | null {
  if (!a || !b) return a ?? b
  return worth(b) > worth(a) ? b : a
}

/** eitherOf gives what holds when one of two holds. */
export function eitherOf(a: RequiredTexts | null, b: RequiredTexts | null): RequiredTexts | null {
  if (!a || !b) return null
  const any = [...new Set([...a.any, ...b.any])]
  return any.length > MAX_ALTERNATIVES
    ? null
    : { any, anyCase: a.anyCase || b.anyCase, common: a.common === true || b.common === true }
}

function worth({ any, common }: RequiredTexts): number {
  const texts = any.filter((text) => text !== ASCII_ESCAPE)
  return (
    Math.min(...texts.map((text) => text.length)) - texts.length / MAX_ALTERNATIVES - (common ? COMMON : 0)
  )
}

/** More than any text is long. */
const COMMON = 10_000
