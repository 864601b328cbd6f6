/** Credit holds back a sender whose receiver does not keep up. */
export class Credit {
  #left: number
  #waiting: (() => void)[] = []
  #closed = false

  constructor(bytes: number) {
    this.#left = bytes
  }

  give(bytes: number): void {
    this.#left += bytes
    if (this.#left > 0) this.#wake()
  }

  /** close lets everybody through: what is sent from now on is a reading's last word at most. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** spend takes credit without waiting; it may overdraw, since a single line can be larger than all of it. */
  spend(bytes: number): void {
    this.#left -= bytes
  }

  /** room waits until some credit is left. */
  async room(): Promise<void> {
    while (this.#left <= 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
      })
    }
  }

  /** take waits until some credit is left, then may overdraw it once. */
  async take(bytes: number): Promise<void> {
    await this.room()
    this.spend(bytes)
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
