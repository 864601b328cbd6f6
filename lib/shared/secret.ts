/**
 * The texts live in one weak map on `globalThis` and not in a private field, since Next bundles this module several
 * times and a Secret made by one bundle must open in another. A weak map can't be listed: only who holds the Secret
 * finds its text.
 */
const TEXTS = Symbol.for('keystream.secret-texts')
const shared = globalThis as unknown as { [TEXTS]?: WeakMap<object, string> }
const texts: WeakMap<object, string> = shared[TEXTS] ?? new WeakMap()
shared[TEXTS] = texts

/**
 * Secret holds one secret text and shows `[secret]` wherever it is printed, logged, inspected or put into JSON.
 * It is the only type in which a secret travels; `openSecret` is the only way to the text, and the linter names
 * the few files that may import it.
 */
export class Secret {
  /** Only a type: keeps other objects that have a toString from passing for a Secret. */
  declare protected readonly brand: 'secret'

  constructor(text: string) {
    texts.set(this, text)
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

/**
 * openSecret gives the text inside. Call it at the last moment, where the text leaves for the cipher or the broker.
 * Throws a TypeError for a copy that went through structured cloning, which carries no text.
 */
export function openSecret(secret: Secret): string {
  const text = texts.get(secret)
  if (text === undefined) throw new TypeError('This is not a Secret of this process.')
  return text
}
