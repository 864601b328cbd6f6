import { setTimeout as wait } from 'node:timers/promises'
import { EgressBlockedError } from '#lib/network/egress-blocked-error.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import type { Secret } from '#lib/shared/secret.ts'
import { postWebhook } from './post-webhook.ts'
import { retryDelay } from './retry-delay.ts'
import { signWebhook } from './sign-webhook.ts'
import { troubleWords, WebhookError } from './webhook-error.ts'

/** A receiver that thinks longer about one call is broken, or should answer before it thinks. */
const DEADLINE_MS = 15_000
/** A deployment of the receiver is over by then. */
const PATIENCE_MS = 5 * 60_000

export interface WebhookReceiver {
  readonly url: string
  /** Without one the calls are not signed. */
  readonly secret: Secret | null
  readonly egress: EgressPolicy
}

export interface DeliverOptions {
  /** The same for every try. */
  readonly id: string
  readonly body: string | Uint8Array
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Is told of each try that failed and will be repeated after so many milliseconds. */
  readonly onRetry?: (trouble: { readonly words: string; readonly delayMs: number }) => void
  readonly patienceMs?: number
  readonly deadlineMs?: number
  readonly random?: () => number
}

/** `refused`: the receiver will not take this one, however often it is sent. */
export type WebhookOutcome =
  | { readonly type: 'delivered'; readonly tries: number }
  | { readonly type: 'refused'; readonly status: number; readonly tries: number }

/**
 * deliverWebhook posts a signed body until the receiver takes it (2xx) or refuses it for good (3xx, 4xx). Trouble on
 * the way, 408, 425, 429 and 5xx are tried again, with growing pauses and as `Retry-After` asks, for five minutes.
 * Throws WebhookError when that was not enough or the egress policy forbids the address, and the signal's reason.
 */
export async function deliverWebhook(
  { url, secret, egress }: WebhookReceiver,
  options: DeliverOptions,
): Promise<WebhookOutcome> {
  const { id, body, signal } = options
  const until = performance.now() + (options.patienceMs ?? PATIENCE_MS)
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    let words: string
    let retryAfter: string | null = null
    try {
      // Signed anew each time: the receiver refuses an old timestamp.
      const signature = secret && signWebhook({ id, timestamp: Math.floor(Date.now() / 1000), body }, secret)
      const answer = await postWebhook({
        ...{ url, body, egress },
        headers: {
          'Content-Type': options.contentType,
          'User-Agent': 'keystream',
          ...options.headers,
          ...signature,
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS)]),
      })
      const { status } = answer
      if (status >= 200 && status < 300) return { type: 'delivered', tries }
      if (!mayPass(status)) return { type: 'refused', status, tries }
      words = `it answered ${status}`
      retryAfter = answer.retryAfter
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof EgressBlockedError)
        throw new WebhookError(error.message, { tries, blocked: error })
      words = troubleWords(error)
    }
    const delayMs = retryDelay(tries, retryAfter, { now: Date.now(), random: options.random ?? Math.random })
    if (performance.now() + delayMs > until) {
      const times = tries === 1 ? 'once' : `${tries} times`
      throw new WebhookError(`The webhook’s receiver was tried ${times}: ${words}.`, { tries })
    }
    options.onRetry?.({ words, delayMs })
    await wait(delayMs, undefined, { signal })
  }
}

/** Statuses that say "not now"; every other below 500 says "never". */
function mayPass(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429
}
