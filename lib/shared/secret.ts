let read: (secret: Secret) => string

/**
 * Secret holds one secret text and shows `[secret]` wherever it is printed, logged, inspected or put into JSON.
 * It is the only type in which a secret travels; `openSecret` is the only way to the text, and the linter names
 * the few files that may import it.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  static {
    read = (secret) => secret.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}

/** openSecret gives the text inside. Call it at the last moment, where the text leaves for the cipher or the broker. */
export function openSecret(secret: Secret): string {
  return read(secret)
}
