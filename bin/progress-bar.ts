/** Often enough to look alive, seldom enough to cost nothing. */
const REDRAW_MS = 200
const WIDTH = 24

/** ProgressBar draws one line on standard error while long work goes on; without a terminal it draws nothing. */
export class ProgressBar {
  #drawnAt = 0
  #drawn = false

  /** show draws `done` of `total` (null = unknown) with a remark behind it. */
  show(done: number, total: number | null, remark: string): void {
    if (!process.stderr.isTTY) return
    const now = performance.now()
    if (now - this.#drawnAt < REDRAW_MS) return
    this.#drawnAt = now
    this.#drawn = true
    process.stderr.write(`\r\u001b[K${barOf(done, total)}${remark}`)
  }

  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K')
    this.#drawn = false
  }
}

function barOf(done: number, total: number | null): string {
  if (total === null || total <= 0) return ''
  const part = Math.min(1, done / total)
  const full = Math.round(part * WIDTH)
  return `[${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${Math.floor(part * 100)} %  `
}

const grouped = new Intl.NumberFormat('en')

export function number(value: number): string {
  return grouped.format(Math.round(value))
}
