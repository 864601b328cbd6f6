import { registryClientFor } from '#lib/registry/registry-cache.ts'
import type { RegistryMessage } from '#lib/registry/registry-target.ts'
import { contextOf } from './error-context.ts'
import { errorMessage } from './error-message.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { LinkCache } from './link-cache.ts'
import type { ReadOptions } from './read-options.ts'
import type { RecordSource, SourceItem } from './record-source.ts'
import type { TailMessage } from './tail-message.ts'
import { TopicTail } from './topic-tail.ts'
import { watchPartitions } from './watch-partitions.ts'

/** Who steps from one view of a topic to the next is back by then; a cancel frees the broker's sockets within a second. */
const LINGER_MS = 500

/** TailPlace is where one reading may join a tail. */
export interface TailPlace {
  readonly reading: number
  /** The tail of this topic, if somebody reads it already. */
  readonly find: () => TopicTail | null
  /** Makes a source that has caught up the topic's tail. It goes on until nobody is left. */
  readonly adopt: (
    source: RecordSource,
    items: AsyncGenerator<SourceItem>,
    stop: AbortController,
  ) => TopicTail
}

interface PlaceOptions {
  readonly reading: number
  readonly target: KafkaTarget
  readonly targetKey: string
  readonly options: Pick<ReadOptions, 'topic' | 'isolation' | 'partitions'>
  /** Who may have to wait for a registry's answer waits with those of the same registry. */
  readonly registry: RegistryMessage | undefined
}

/** TailHub knows the tails of its thread. */
export class TailHub {
  readonly #links: LinkCache
  readonly #post: (message: TailMessage, transfer?: ArrayBuffer[]) => void
  readonly #tails = new Map<string, TopicTail>()
  readonly #byReading = new Map<number, TopicTail>()
  #lenses = 0

  constructor(links: LinkCache, post: (message: TailMessage, transfer?: ArrayBuffer[]) => void) {
    this.#links = links
    this.#post = post
  }

  /** place gives what a reading needs to join: readings of the same user, topic, isolation, partitions and registry meet. */
  place({ reading, target, targetKey, options, registry }: PlaceOptions): TailPlace {
    const { topic, isolation, partitions } = options
    const chosen = partitions?.toSorted((a, b) => a - b) ?? null
    const key = JSON.stringify([targetKey, topic, isolation, chosen, registry?.key ?? null])
    const lookup = registry ? registryClientFor(registry) : null
    const find = (): TopicTail | null => {
      const tail = this.#tails.get(key)
      if (!tail || tail.ended) return null
      this.#byReading.set(reading, tail)
      return tail
    }
    const adopt: TailPlace['adopt'] = (source, items, stop) => {
      const nextLensId = (): number => ++this.#lenses
      const tail = new TopicTail({ source, items, stop, lookup, post: this.#post, nextLensId })
      this.#tails.set(key, tail)
      this.#byReading.set(reading, tail)
      const watch = { topic, source, signal: stop.signal, follow: partitions === undefined }
      void this.#run(tail, { key, target, targetKey, watch })
      return tail
    }
    return { reading, find, adopt }
  }

  leave(reading: number): void {
    const tail = this.#byReading.get(reading)
    if (!tail) return
    this.#byReading.delete(reading)
    tail.leave(reading)
    if (!tail.empty) return
    setTimeout(() => {
      if (tail.empty) tail.close()
    }, LINGER_MS)
  }

  /** taken gives credit back to a lens. */
  taken(lens: number, bytes: number): void {
    for (const tail of this.#tails.values()) tail.lens(lens)?.credit.give(bytes)
  }

  async #run(
    tail: TopicTail,
    {
      key,
      target,
      targetKey,
      watch: { follow, ...watch },
    }: {
      readonly key: string
      readonly target: KafkaTarget
      readonly targetKey: string
      readonly watch: Omit<Parameters<typeof watchPartitions>[0], 'link'> & { readonly follow: boolean }
    },
  ): Promise<void> {
    // Joins the reading that brings the source: its link is open, so this does not wait for the network.
    const { link, release } = await this.#links.borrow(targetKey, target)
    const watching = follow ? watchPartitions({ ...watch, link }) : undefined
    try {
      await tail.run((error) =>
        errorMessage(translateError(error, { ...contextOf(target), topic: watch.topic, operation: 'read' })),
      )
    } finally {
      clearInterval(watching)
      release()
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}
