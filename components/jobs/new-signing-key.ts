/** 32 random bytes are a key that nobody guesses. */
const KEY_BYTES = 32

/** newSigningKey makes a key for signed calls, as standardwebhooks.com writes it. */
export function newSigningKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}
