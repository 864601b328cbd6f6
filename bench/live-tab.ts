import type { Browser, CDPSession, Page } from '@playwright/test'
import { type BenchServer, residentMegabytes } from './bench-server.ts'
import { type FrameHistogram, LONGEST_GAP_MS } from './frame-histogram.ts'
import { openBrowser } from './open-browser.ts'
import { countOf } from './soak-sample.ts'

const OPEN_DEADLINE_MS = 60_000
const ROW_DEADLINE_MS = 10_000
const MEGABYTE = 1024 * 1024

/** TabWeight is what the page costs at one moment, and what it says about itself. */
export interface TabWeight {
  readonly taken: number
  readonly skipped: number
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly renderer: number
  readonly frames: FrameHistogram
}

interface FrameWatch {
  counts: number[]
  last: number
}

/** LiveTab is a real browser with the live page of one topic open in it, from its newest record on. */
export class LiveTab {
  readonly #browser: Browser
  readonly #page: Page
  readonly #session: CDPSession

  private constructor(browser: Browser, page: Page, session: CDPSession) {
    this.#browser = browser
    this.#page = page
    this.#session = session
  }

  static async open(server: BenchServer, topic: string): Promise<LiveTab> {
    const browser = await openBrowser()
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      await context.addCookies(
        server.cookie.split('; ').map((pair) => {
          const at = pair.indexOf('=')
          return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.address }
        }),
      )
      const page = await context.newPage()
      const query = new URLSearchParams({ topic, from: 'latest' })
      await page.goto(`${server.address}/teams/${server.team}/profiles/${server.profile}/live?${query}`)
      const status = page.getByRole('status').filter({ hasText: /^Live$/ })
      await status.waitFor({ timeout: OPEN_DEADLINE_MS })
      const session = await context.newCDPSession(page)
      await session.send('Performance.enable')
      await page.evaluate(watchFrames, LONGEST_GAP_MS)
      return new LiveTab(browser, page, session)
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  /** counts gives how many records came into the list, and how many the page says are not in it. */
  async counts(): Promise<{ taken: number; skipped: number }> {
    const { figures, rows } = await this.#page.evaluate(readFigures)
    return { taken: countOf(figures['left the list']) + rows, skipped: countOf(figures['skipped']) }
  }

  /** weigh collects garbage first; the frames that this costs are not counted. */
  async weigh(): Promise<TabWeight> {
    const frames = await this.#page.evaluate(readFrames)
    const counts = await this.counts()
    await this.#session.send('HeapProfiler.collectGarbage')
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const metric = (wanted: string): number =>
      metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
    const weight = {
      ...counts,
      heap: metric('JSHeapUsedSize') / MEGABYTE,
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      renderer: await residentMegabytes(await this.#rendererPid()),
      frames,
    }
    await this.#page.evaluate(restartFrames)
    return weight
  }

  /** show gives the page another range and the milliseconds until the row of `offset` is drawn. Throws when none comes. */
  async show(query: string, offset: string): Promise<number> {
    return this.#page.evaluate(timeToRow, { query, offset, deadline: ROW_DEADLINE_MS })
  }

  /** watchArrivals notes from now on when a row with `"sent":"<milliseconds since 1970>"` first stands in the DOM. */
  async watchArrivals(): Promise<void> {
    await this.#page.evaluate(watchArrivals)
  }

  /** arrivals gives for every record seen how long after it was sent that was, in milliseconds. */
  async arrivals(): Promise<number[]> {
    return this.#page.evaluate(readArrivals)
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }

  /** The busiest of the browser's renderers: a spare one stands beside it and does nothing. */
  async #rendererPid(): Promise<number> {
    const session = await this.#browser.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    await session.detach()
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    return renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]?.id ?? -1
  }
}

// What follows runs in the page: each function stands alone.

function watchFrames(longest: number): void {
  const watch: FrameWatch = { counts: Array.from({ length: longest + 1 }, () => 0), last: 0 }
  Object.assign(globalThis, { frameWatch: watch })
  const frame = (now: number): void => {
    const gap = Math.min(longest, Math.floor(now - watch.last))
    if (watch.last > 0) watch.counts[gap] = (watch.counts[gap] ?? 0) + 1
    watch.last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

function readFrames(): number[] {
  return [...(globalThis as unknown as { frameWatch: FrameWatch }).frameWatch.counts]
}

function restartFrames(): void {
  ;(globalThis as unknown as { frameWatch: FrameWatch }).frameWatch.last = 0
}

function readFigures(): { figures: Record<string, string>; rows: number } {
  const figures = [...document.querySelectorAll('dl > div')].map((figure) => [
    figure.querySelector('dt')?.textContent ?? '',
    figure.querySelector('dd')?.textContent ?? '',
  ])
  const grid = document.querySelector('[role="grid"][aria-label="Records"]')
  // Its first row is the head.
  const rows = Number(grid?.getAttribute('aria-rowcount') ?? 1) - 1
  return { figures: Object.fromEntries(figures) as Record<string, string>, rows }
}

function timeToRow({
  query,
  offset,
  deadline,
}: {
  query: string
  offset: string
  deadline: number
}): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    history.pushState(null, '', query)
    const look = (): void => {
      const passed = performance.now() - began
      const cells = document.querySelectorAll('[role="grid"][aria-label="Records"] [role="gridcell"]')
      if ([...cells].some((cell) => cell.textContent === offset)) resolve(passed)
      else if (passed > deadline) reject(new Error('The record did not come onto the page.'))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

function watchArrivals(): void {
  const seen = new Map<string, number>()
  Object.assign(globalThis, { arrivals: seen })
  const look = (): void => {
    const now = performance.timeOrigin + performance.now()
    const text = document.querySelector('[role="grid"][aria-label="Records"]')?.textContent ?? ''
    for (const [, sent = ''] of text.matchAll(/"sent":"([\d.]+)"/g)) {
      if (!seen.has(sent)) seen.set(sent, now - Number(sent))
    }
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
}

function readArrivals(): number[] {
  return [...(globalThis as unknown as { arrivals: Map<string, number> }).arrivals.values()]
}
