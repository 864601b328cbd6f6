import { ClusterLink } from './cluster-link.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** More profiles at once than one person looks at; each link keeps a socket or two. */
const MAX_KEPT = 20
/** Who leaves one range for another is back within milliseconds; a cancel frees the broker's sockets within a second. */
const COOLING_MS = 500

export interface BorrowedLink {
  readonly link: ClusterLink
  /** Gives the link back; the last one to do so closes it, unless it is kept warm. Call once. */
  readonly release: () => void
}

interface Entry {
  readonly connecting: Promise<ClusterLink>
  readonly abort: AbortController
  borrowers: number
  warmUntil: number
  timer: NodeJS.Timeout | null
}

/** LinkCache shares one ClusterLink among all who use the same target at the same time, and keeps it warm on demand. */
export class LinkCache {
  readonly #entries = new Map<string, Entry>()

  /** borrow connects, or joins who did. `key` must be the same only for the same target. */
  async borrow(key: string, target: KafkaTarget): Promise<BorrowedLink> {
    const entry = this.#entries.get(key) ?? this.#connect(key, target)
    entry.borrowers++
    let released = false
    const release = (): void => {
      if (released) return
      released = true
      entry.borrowers--
      this.#settle(key, entry)
    }
    try {
      return { link: await entry.connecting, release }
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      release()
      throw error
    }
  }

  /** warm connects now and keeps the link for so many milliseconds, also while nobody borrows it. */
  async warm(key: string, target: KafkaTarget, keepMs: number): Promise<void> {
    const { link, release } = await this.borrow(key, target)
    this.keep(key, keepMs)
    try {
      await link.warmUp()
    } finally {
      release()
    }
  }

  /** keep lets a borrowed link live on for so many milliseconds after its last use. */
  keep(key: string, keepMs: number): void {
    const entry = this.#entries.get(key)
    if (entry && this.#entries.size <= MAX_KEPT) entry.warmUntil = performance.now() + keepMs
  }

  /** cool lets a warm link that nobody uses end soon: who cancels does not expect its sockets to stay. */
  cool(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    entry.warmUntil = performance.now() + COOLING_MS
    this.#settle(key, entry)
  }

  #connect(key: string, target: KafkaTarget): Entry {
    const abort = new AbortController()
    const connecting = ClusterLink.connect(target, { signal: abort.signal })
    connecting.catch(() => undefined)
    const entry: Entry = { connecting, abort, borrowers: 0, warmUntil: 0, timer: null }
    this.#entries.set(key, entry)
    return entry
  }

  #settle(key: string, entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = null
    if (entry.borrowers > 0) return
    const left = entry.warmUntil - performance.now()
    if (left > 0) {
      entry.timer = setTimeout(() => this.#settle(key, entry), left)
      entry.timer.unref()
      return
    }
    if (this.#entries.get(key) === entry) this.#entries.delete(key)
    entry.abort.abort()
    entry.connecting.then(
      (link) => link.close(),
      () => undefined,
    )
  }
}
