import { compileSchema } from '#lib/records/decoders/compiled-schema.ts'
import type { RegistryAnswer } from '#lib/records/decoders/decode.ts'
import { SchemaProblem } from '#lib/records/decoders/schema-problem.ts'
import { RegistryError } from './get-json.ts'
import { lookUpSchema } from './look-up-schema.ts'
import type { RegistryTarget } from './registry-target.ts'

/** A topic has a handful of schemas; a compiled one takes some tens of kilobytes. */
const MAX_KEPT = 500
/** A registry that is down must not be asked again for each record; one that is back must be found soon. */
const FAILURE_KEPT_MS = 15_000

interface Entry {
  readonly answer: RegistryAnswer
  readonly until: number
}

/**
 * RegistryClient keeps the schemas of one registry by id: a schema never changes under its id. Each id is asked for
 * once at a time, and a failure is remembered for 15 seconds.
 */
export class RegistryClient {
  readonly #target: RegistryTarget
  readonly #known = new Map<number, Entry>()
  readonly #asking = new Map<number, Promise<void>>()

  constructor(target: RegistryTarget) {
    this.#target = target
  }

  /** find gives what is known of an id; undefined when it must be asked for. */
  find(id: number): RegistryAnswer | undefined {
    const entry = this.#known.get(id)
    if (!entry || entry.until < performance.now()) return undefined
    return entry.answer
  }

  /** ask looks an id up, so that `find` knows it afterwards, a failure as well. Never throws; ends within seconds. */
  async ask(id: number): Promise<void> {
    if (this.find(id)) return
    const asking = this.#asking.get(id) ?? this.#lookUp(id).finally(() => this.#asking.delete(id))
    this.#asking.set(id, asking)
    await asking
  }

  async #lookUp(id: number): Promise<void> {
    const answer = await this.#answerFor(id)
    const until = performance.now() + (answer.kind === 'broken' ? FAILURE_KEPT_MS : Number.POSITIVE_INFINITY)
    this.#known.delete(id)
    this.#known.set(id, { answer, until })
    const [oldest] = this.#known.keys()
    if (this.#known.size > MAX_KEPT && oldest !== undefined) this.#known.delete(oldest)
  }

  async #answerFor(id: number): Promise<RegistryAnswer> {
    try {
      return compileSchema(await lookUpSchema(this.#target, id))
    } catch (error) {
      if (error instanceof RegistryError || error instanceof SchemaProblem)
        return { kind: 'broken', reason: error.message }
      return { kind: 'broken', reason: 'it can’t be used' }
    }
  }
}
