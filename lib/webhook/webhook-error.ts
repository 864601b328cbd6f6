import type { EgressBlockedError } from '#lib/network/egress-blocked-error.ts'

/**
 * WebhookError says in words of ours why a receiver could not be reached for as long as it was tried; nothing of its
 * answer, nor of the address's path, is in them.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly code: 'unavailable' | 'blocked_by_policy'
  readonly advice: string
  readonly tries: number

  constructor(message: string, { tries, blocked }: { tries: number; blocked?: EgressBlockedError }) {
    super(message, { cause: blocked })
    this.code = blocked ? 'blocked_by_policy' : 'unavailable'
    this.advice = blocked
      ? 'The egress policy forbids it. The team’s settings open further ports; the server’s operator allows addresses.'
      : 'Look after the receiver, then start again: what was not delivered is not lost.'
    this.tries = tries
  }
}

/** troubleWords says what went wrong with a call, by its code alone. */
export function troubleWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time'
  if (code === 'ECONNREFUSED') return 'it refuses the connection'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name does not resolve'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it broke the connection'
  if (/CERT|SIGNATURE|ISSUER/.test(code)) return 'its certificate is not trusted'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'it does not speak TLS there'
  return 'it can’t be reached'
}
