import { type ChildProcess, spawn } from 'node:child_process'

/** A child that does not end by itself is killed after this, so that no test leaves one behind. */
const STOP_DEADLINE_MS = 15_000

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly directory: string
  /** The child's whole environment beside PATH and HOME: nothing of the test's own leaks in. */
  readonly env: Readonly<Record<string, string>>
}

/** Child is a process of the product under test; all that it printed is kept for the search for secrets. */
export class Child {
  readonly #process: ChildProcess
  readonly #ended: Promise<number | null>
  #output = ''
  #watchers = new Set<() => void>()

  constructor({ command, args, directory, env }: ChildOptions) {
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
    this.#process = spawn(command, args, {
      cwd: directory,
      env: { ...inherited, NODE_ENV: 'production', NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const { promise, resolve } = Promise.withResolvers<number | null>()
    this.#ended = promise
    this.#process.once('exit', (code) => {
      resolve(code)
      this.#wake()
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#wake()
      })
    }
  }

  #wake(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }

  /** output is everything printed so far on both streams. */
  get output(): string {
    return this.#output
  }

  /** type writes one line to the child's standard input. */
  type(line: string): void {
    this.#process.stdin?.write(`${line}\n`)
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  get pid(): number {
    return this.#process.pid ?? -1
  }

  /** until waits until `find` finds something in the output; throws when the child ends first or the time is over. */
  async until<T>(what: string, timeoutMs: number, find: (output: string) => T | null): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const look = (): void => {
      const found = find(this.#output)
      if (found !== null) resolve(found)
      else if (!this.running) reject(this.#failure(`ended before ${what}`))
    }
    const timer = setTimeout(() => {
      reject(this.#failure(`gave no ${what} in ${timeoutMs} ms`))
    }, timeoutMs)
    this.#watchers.add(look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#watchers.delete(look)
    }
  }

  /** ended waits for the child's own end and gives its exit code, null after a signal. */
  ended(): Promise<number | null> {
    return this.#ended
  }

  #failure(why: string): Error {
    return new Error(
      `The child ${this.#process.spawnfile} ${why}. It printed:\n${this.#output.slice(-4_000)}`,
    )
  }

  /** stop asks the child to end and waits; gives its exit code, or null when it had to be killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.running) return this.#process.exitCode
    this.#process.kill(signal)
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_DEADLINE_MS)
    const code = await this.#ended
    clearTimeout(timer)
    return code
  }
}
