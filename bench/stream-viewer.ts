import type { BenchServer } from './bench-server.ts'
import { StreamCount } from './stream-count.ts'

/** StreamViewer reads a live stream by HTTP and only counts; it stands beside the page as a witness. */
export class StreamViewer {
  readonly #leave = new AbortController()
  readonly #count = new StreamCount()
  readonly #started = Promise.withResolvers<undefined>()
  #failure: Error | null = null

  /** open returns when the stream has begun: whatever is produced after that is counted. */
  static async open(server: BenchServer, path: string): Promise<StreamViewer> {
    const viewer = new StreamViewer()
    void viewer.#read(server, path)
    await viewer.#started.promise
    return viewer
  }

  /** counts gives what came and what was skipped so far; throws when the stream has failed. */
  counts(): { taken: number; skipped: number } {
    if (this.#failure !== null) throw this.#failure
    return { taken: this.#count.taken, skipped: this.#count.skipped }
  }

  close(): void {
    this.#leave.abort()
  }

  async #read(server: BenchServer, path: string): Promise<void> {
    try {
      const { body } = await server.get(path, this.#leave.signal)
      for await (const chunk of body ?? []) {
        this.#count.add(chunk)
        if (this.#count.started) this.#started.resolve(undefined)
      }
      throw new Error('A live stream ended by itself.')
    } catch (error) {
      this.#failure = new Error('The stream beside the page broke.', { cause: error })
      this.#started.reject(error)
    }
  }
}
