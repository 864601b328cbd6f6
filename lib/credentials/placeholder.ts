const PLACEHOLDER =
  /^(?:<[^<>]{0,80}>|\.{2,}|…+|\*{3,}|•{2,}|●{2,}|█{2,}|[xX]{4,}|_{3,}|-{3,}|\?{2,}|\[[^\]]{0,40}\]|\{\{[^{}]{0,80}\}\}|\$\{?[A-Z_][A-Z0-9_]{2,80}\}?|%[A-Z_]{3,40}%|\(?(?:redacted|hidden|masked|omitted|removed|censored|your[-_ ][\w -]{0,40})\)?)$/i

/** A value longer than this is no placeholder that a person typed. */
const MAX_PLACEHOLDER = 100

/** isPlaceholder: `<KAFKA_PASSWORD>`, `...`, `***`, `${PASSWORD}`, `[hidden]`, `xxxx`, `REDACTED`. */
export function isPlaceholder(text: string): boolean {
  return text.length <= MAX_PLACEHOLDER && PLACEHOLDER.test(text.trim())
}

/** isShortened: a value that somebody or a narrow column cut with an ellipsis. */
export function isShortened(text: string): boolean {
  return (
    text.includes('…') ||
    /[A-Za-z0-9]\.{3,}(?:[A-Za-z0-9]|$)/.test(text) ||
    /[A-Za-z0-9]\*{4,}(?:[A-Za-z0-9]|$)/.test(text)
  )
}
