/** classNames joins what is there. The kit's variants never contradict one another, so nothing has to be merged. */
export function classNames(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
