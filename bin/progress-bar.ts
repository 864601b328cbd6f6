import type { Screen } from './screen.ts'

/** Often enough to look alive, seldom enough to cost nothing. */
const REDRAW_MS = 200
/** A program that waits needs to know no more often than this. */
const JSON_EVERY_MS = 1_000
const WIDTH = 24

/**
 * ProgressBar tells on standard error how far long work is: one line drawn again and again on a terminal; with --json a
 * line `{"progress": …}` each second in which something came on; else nothing.
 */
export class ProgressBar {
  readonly #json: boolean
  #toldAt = performance.now()
  #told = ''
  #drawn = false

  constructor({ json }: Pick<Screen, 'json'>) {
    this.#json = json
  }

  /** show tells `done` of `total` (null = unknown), and counts beside it by their names. */
  show(done: number, total: number | null, counts: Readonly<Record<string, number>>): void {
    if (this.#json) this.#tell({ done, total, ...counts })
    else if (process.stderr.isTTY && this.#isTime(REDRAW_MS)) {
      this.#drawn = true
      process.stderr.write(`\r\u001b[K${barOf(done, total)}${wordsOf(counts)}`)
    }
  }

  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K')
    this.#drawn = false
  }

  #tell(progress: Readonly<Record<string, number | null>>): void {
    const text = JSON.stringify({ progress })
    const begun = Object.entries(progress).some(([name, count]) => name !== 'total' && count !== 0)
    if (!begun || text === this.#told || !this.#isTime(JSON_EVERY_MS)) return
    this.#told = text
    process.stderr.write(`${text}\n`)
  }

  #isTime(every: number): boolean {
    const now = performance.now()
    if (now - this.#toldAt < every) return false
    this.#toldAt = now
    return true
  }
}

function barOf(done: number, total: number | null): string {
  if (total === null || total <= 0) return ''
  const part = Math.min(1, done / total)
  const full = Math.round(part * WIDTH)
  return `[${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${Math.floor(part * 100)} %  `
}

/** recordsPerSecond: 1200 is said as "1,200/s", others as "3 outstanding". */
function wordsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => (name === 'recordsPerSecond' ? `${number(count)}/s` : `${number(count)} ${name}`))
    .join(', ')
}

const grouped = new Intl.NumberFormat('en')

export function number(value: number): string {
  return grouped.format(Math.round(value))
}
