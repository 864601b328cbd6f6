import { Agent, get } from 'node:http'
import type { BenchServer } from '../bench-server.ts'
import { StreamCount } from '../stream-count.ts'
import { delayOf } from './stamped.ts'

/** So many are opened at a time: a thousand people do not come in the same millisecond. */
const OPEN_AT_ONCE = 20

/** Crowd is many viewers of one live stream, each over a connection of its own, who count and time what they get. */
export class Crowd {
  readonly #counts: StreamCount[] = []
  readonly #leave = new AbortController()
  readonly #agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
  #failure: Error | null = null
  delays: number[] = []

  /** join opens so many more; all of them have begun when it returns. Throws when one is refused. */
  async join(server: BenchServer, path: string, viewers: number): Promise<void> {
    for (let opened = 0; opened < viewers; opened += OPEN_AT_ONCE) {
      const group = Array.from({ length: Math.min(OPEN_AT_ONCE, viewers - opened) }, () =>
        this.#open(server, path),
      )
      await Promise.all(group)
    }
  }

  /** taken gives how many records each viewer has got or was told that it missed. Throws when a stream broke. */
  taken(): { taken: number; skipped: number }[] {
    if (this.#failure) throw this.#failure
    return this.#counts.map(({ taken, skipped }) => ({ taken, skipped }))
  }

  close(): void {
    this.#leave.abort()
    this.#agent.destroy()
  }

  #open(server: BenchServer, path: string): Promise<void> {
    const count = new StreamCount()
    this.#counts.push(count)
    return new Promise((resolve, reject) => {
      const broke = (error: Error): void => {
        if (this.#leave.signal.aborted) return
        this.#failure ??= error
        reject(error)
      }
      const request = get(
        server.address + path,
        { agent: this.#agent, headers: { cookie: server.cookie }, signal: this.#leave.signal },
        (answer) => {
          if (answer.statusCode !== 200) broke(new Error(`A viewer was answered ${answer.statusCode}.`))
          answer.on('data', (chunk: Buffer) => {
            const delay = delayOf(chunk)
            if (delay !== null) this.delays.push(delay)
            count.add(chunk)
            if (count.started) resolve()
          })
          answer.on('error', broke)
          answer.on('end', () => broke(new Error('A live stream ended by itself.')))
        },
      )
      request.on('error', broke)
    })
  }
}
