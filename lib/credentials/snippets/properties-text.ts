/**
 * propertiesValue escapes a value of a `.properties` file as `java.util.Properties.store` does: pure ASCII, blanks at
 * the start kept.
 */
export function propertiesValue(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\=:#!]/g, '\\$&')
    .replace(/^ +/, (blanks) => '\\ '.repeat(blanks.length))
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** propertiesText writes pairs as a `.properties` file. */
export function propertiesText(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${propertiesValue(value)}\n`).join('')
}
