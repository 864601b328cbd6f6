import type { WebhookSink as Spec } from '#lib/shared/sink-spec.ts'
import { deliverWebhook, type WebhookReceiver } from '#lib/webhook/deliver-webhook.ts'
import { BatchingSink, type SinkBatch } from './batching-sink.ts'
import { recordJson } from './record-json.ts'
import type { DeliveredRecord } from './record-sink.ts'

/** `[` and `]`, or nothing. */
const FRAME_BYTES = 2

export interface WebhookSinkOptions {
  readonly spec: Spec
  readonly receiver: WebhookReceiver
  readonly topic: string
  /** Tells calls of one job from those of another, and makes their ids. */
  readonly deliveryId: string
}

/**
 * WebhookSink posts records in calls of bounded size. A call that the receiver refuses for good is a dead letter:
 * counted, named, and passed over.
 */
export class WebhookSink extends BatchingSink<string> {
  readonly #options: WebhookSinkOptions

  constructor(options: WebhookSinkOptions) {
    const { spec } = options
    super({ items: spec.maxRecords, bytes: spec.maxBytes - FRAME_BYTES })
    this.#options = options
  }

  add(record: DeliveredRecord): void {
    const { maxBytes } = this.#options.spec
    this.tally.added++
    const line = recordJson(this.#options.topic, record)
    // With a comma or a line's end.
    const size = Buffer.byteLength(line) + 1
    if (size + FRAME_BYTES <= maxBytes) this.push(line, size, record)
    else
      this.tally.refuse('failed', record, `with ${size} bytes it is larger than a call may be (${maxBytes}).`)
  }

  protected async deliver({ number, items, places }: SinkBatch<string>, signal: AbortSignal): Promise<void> {
    const { spec, receiver, topic, deliveryId } = this.#options
    const json = spec.format === 'json'
    const outcome = await deliverWebhook(receiver, {
      id: `${deliveryId}-${number}`,
      body: json ? `[${items.join(',')}]` : `${items.join('\n')}\n`,
      contentType: json ? 'application/json' : 'application/x-ndjson',
      headers: { 'keystream-topic': topic, 'keystream-records': String(items.length) },
      signal,
      onRetry: ({ words, delayMs }) => {
        // The first of a row of tries is worth a line; the rest shows as a number.
        if (this.tally.retries++ === 0)
          this.tally.remark(`The receiver is tried again after ${Math.round(delayMs)} ms: ${words}.`)
      },
    })
    if (outcome.type === 'delivered') this.tally.delivered += places.length
    else
      for (const place of places)
        this.tally.refuse('failed', place, `the receiver refused the call it was in, with ${outcome.status}.`)
  }
}
