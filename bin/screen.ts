import { once } from 'node:events'
import { styleText } from 'node:util'

type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold'

/**
 * Screen writes: results on standard output, everything else on standard error. It waits for a slow reader, and
 * `closed` aborts when the reader is gone (`… | head`).
 */
export class Screen {
  readonly json: boolean
  readonly #gone = new AbortController()

  constructor({ json }: { json: boolean }) {
    this.json = json
    process.stdout.on('error', () => this.#gone.abort())
    // Nobody left to tell: a lost standard error ends nothing.
    process.stderr.on('error', () => undefined)
  }

  /** Aborts when standard output can't be written any more. */
  get closed(): AbortSignal {
    return this.#gone.signal
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.closed.aborted || process.stdout.write(chunk)) return
    await once(process.stdout, 'drain', { signal: this.closed }).catch(() => undefined)
  }

  line(text: string): Promise<void> {
    return this.write(`${text}\n`)
  }

  jsonLine(value: unknown): Promise<void> {
    return this.line(JSON.stringify(value))
  }

  /** note speaks to the person, never to the pipe. */
  note(text: string): void {
    process.stderr.write(`${text}\n`)
  }

  /** paint colours only for a terminal, and not with NO_COLOR. */
  paint(colour: Colour, text: string, stream: NodeJS.WriteStream = process.stdout): string {
    return styleText(colour, text, { stream })
  }

  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      process.stdout.write('', () => resolve())
    })
  }
}

/** table aligns rows of cells by their widths; the last column is left as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  }
  return rows
    .map((row) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
    )
    .join('\n')
}

/** printable shows text from elsewhere on a terminal: control and direction characters become visible marks. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
