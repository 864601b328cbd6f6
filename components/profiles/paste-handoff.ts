let waiting: string | null = null

/**
 * handOffPaste carries a text pasted on one page to the paste screen. It stays in this page's memory: an address or
 * the browser's storage would outlive it, and the text holds secrets.
 */
export function handOffPaste(text: string): void {
  waiting = text
}

/** peekPaste gives the text, which stays until dropPaste: React may render the screen that takes it twice. */
export function peekPaste(): string {
  return waiting ?? ''
}

export function dropPaste(): void {
  waiting = null
}
