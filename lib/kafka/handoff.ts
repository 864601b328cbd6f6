interface Parcel<T> {
  readonly items: readonly T[]
  readonly taken: () => void
}

/**
 * Handoff passes items from several producers to one consumer without a queue of its own: `put` resolves when the
 * consumer has come back for more, so a producer never runs ahead.
 */
export class Handoff<T> {
  readonly #parcels: Parcel<T>[] = []
  #ended = false
  #failure: { readonly error: unknown } | null = null
  #arrival = Promise.withResolvers<void>()

  /** True once the consumer has left, or end() was called: what is put from now on reaches nobody. */
  get ended(): boolean {
    return this.#ended
  }

  /** put resolves when all items were looked at; after the end it resolves at once and they are dropped. */
  put(items: readonly T[]): Promise<void> {
    if (this.#ended || this.#failure || items.length === 0) return Promise.resolve()
    return new Promise((taken) => {
      this.#parcels.push({ items, taken })
      this.#arrival.resolve()
    })
  }

  /** end lets the consumer finish once it has taken what is there. */
  end(): void {
    this.#ended = true
    this.#arrival.resolve()
  }

  /** fail throws the error at the consumer; what was put before still comes first. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#arrival.resolve()
  }

  async *items(): AsyncGenerator<T> {
    try {
      while (true) {
        const parcel = this.#parcels.shift()
        if (parcel) {
          try {
            yield* parcel.items
          } finally {
            parcel.taken()
          }
          continue
        }
        if (this.#failure) throw this.#failure.error
        if (this.#ended) return
        this.#arrival = Promise.withResolvers()
        await this.#arrival.promise
      }
    } finally {
      this.#ended = true
      for (const parcel of this.#parcels.splice(0)) parcel.taken()
    }
  }
}
