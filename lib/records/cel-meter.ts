import { FilterRunError, LINEAR_MATCHES } from './cel-environment.ts'
import { type CelNode, callOf, walk } from './cel-node.ts'

/** Turns of loops and calls on one record: some milliseconds, where most expressions take a few microseconds. */
const MAX_STEPS = 20_000
/** Characters and list items that are made on the way, or matched. A text that is doubled twenty times is a million times as long. */
const MAX_MADE = 2 * 1024 * 1024
/** Steps differ; this catches what they don't, and is far above what a busy machine adds. */
const MAX_MS = 250
/** A text that is looked for in another: the time it takes is, at worst, the product of their lengths. */
export const MAX_SOUGHT = 256

const SOUGHT = new Set(['contains', 'indexOf', 'lastIndexOf', 'split'])

interface Loop {
  readonly step: CelNode
  /** Tells of an `all` or `exists` whether it goes on; both also go on after errors. */
  readonly condition?: (soFar: unknown) => boolean
}

/** CelMeter bounds what one run of an expression may take. Going over throws FilterRunError, and `end` throws it again. */
export class CelMeter {
  #steps = 0
  #made = 0
  #until = 0
  #over: FilterRunError | null = null

  start(): void {
    this.#steps = 0
    this.#made = 0
    this.#until = 0
    this.#over = null
  }

  /** end throws when the run went over: what it gave then means nothing. */
  end(): void {
    if (this.#over) throw this.#over
  }

  /** watch hooks into the nodes that repeat, call, or make something new. The tree must have been checked before. */
  watch(root: CelNode): void {
    for (const node of walk(root)) {
      const call = callOf(node)
      for (const sought of call && SOUGHT.has(call.name) ? call.args : [])
        hook(sought, (run) => this.#bounded(run()))
      if (call?.name === LINEAR_MATCHES && call.receiver) hook(call.receiver, (run) => this.#make(run()))
      if (call || node.op === '+' || node.op === 'list' || node.op === 'map')
        hook(node, (run) => this.#make(run()))
      if (node.op === 'comprehension') this.#watchLoop(node.args as Loop)
    }
  }

  #watchLoop({ step, condition }: Loop): void {
    hook(step, (run) => {
      if (this.#over && condition) return !condition(true)
      this.#tick()
      return run()
    })
  }

  #tick(): void {
    if (this.#over) throw this.#over
    this.#steps++
    if (this.#steps > MAX_STEPS) this.#stop(`The expression takes more than ${MAX_STEPS} steps.`)
    if (this.#steps % CLOCK_EVERY !== 0) return
    const now = performance.now()
    if (this.#until === 0) this.#until = now + MAX_MS
    else if (now > this.#until) this.#stop(`The expression takes longer than ${MAX_MS} ms.`)
  }

  #make(made: unknown): unknown {
    this.#tick()
    if (typeof made === 'string' || Array.isArray(made)) this.#made += made.length
    if (this.#made > MAX_MADE) this.#stop('The expression makes too long a text or list.')
    return made
  }

  #bounded(text: unknown): unknown {
    if (typeof text === 'string' && text.length > MAX_SOUGHT)
      this.#stop(`A text that is looked for has more than ${MAX_SOUGHT} characters.`)
    return text
  }

  #stop(message: string): never {
    this.#over = new FilterRunError(message)
    throw this.#over
  }
}

/** To look at the clock costs as much as a step. */
const CLOCK_EVERY = 16

/** hook puts `around` in the place of how a node is run. */
function hook(node: CelNode, around: (run: () => unknown) => unknown): void {
  let inner = node.evaluate
  const watched: CelNode['evaluate'] = (evaluator, self, context) =>
    around(() => inner.call(node, evaluator, self, context))
  // At its first run a node puts a quicker function of its own in this place.
  Object.defineProperty(node, 'evaluate', {
    get: () => watched,
    set: (quicker: CelNode['evaluate']) => {
      inner = quicker
    },
    configurable: true,
  })
}
