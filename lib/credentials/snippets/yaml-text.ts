/**
 * yamlText writes a text as a double-quoted scalar: JSON's escapes are YAML's too. For Spring, whose placeholders
 * would be looked for in it, `spring` keeps a `${` what it is.
 */
export function yamlText(text: string, { spring = false }: { readonly spring?: boolean } = {}): string {
  const kept = spring ? text.replaceAll('${', '\\${') : text
  return JSON.stringify(kept.toWellFormed()).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
