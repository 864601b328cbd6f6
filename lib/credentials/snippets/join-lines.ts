/** joinLines makes a file of lines; what a condition left out (`false`, null) makes none. */
export function joinLines(...lines: readonly (string | false | null)[]): string {
  return lines
    .filter((line) => line !== false && line !== null)
    .map((line) => `${line}\n`)
    .join('')
}
