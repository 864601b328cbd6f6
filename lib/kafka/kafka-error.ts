import type { ErrorCode } from '#lib/shared/error-code.ts'
import { explainConnectionError } from './connection-failures.ts'
import { type ChainLink, errorChain } from './error-chain.ts'
import type { ErrorContext, Failure } from './failure.ts'
import { protocolCodeName } from './protocol-codes.ts'
import { explainProtocolCode } from './protocol-failures.ts'
import { explainTlsError } from './tls-failures.ts'

interface Place {
  readonly broker?: string | undefined
  readonly topic?: string | undefined
  readonly partition?: number | undefined
  /** Kafka's own name of the error code, such as `NOT_LEADER_OR_FOLLOWER`. */
  readonly protocolCode?: number | undefined
  readonly cause?: unknown
}

/**
 * KafkaError is the one error that leaves lib/kafka. Its texts are ours: nothing of a driver's message, which may
 * quote what it was given, is in them. The `cause` is for logs of types and codes only.
 */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  readonly code: ErrorCode
  readonly advice: string | undefined
  readonly command: string | undefined
  readonly retriable: boolean
  readonly broker: string | undefined
  readonly topic: string | undefined
  readonly partition: number | undefined
  readonly protocolCode: number | undefined

  constructor(failure: Failure, place: Place = {}) {
    super(failure.message, place.cause === undefined ? undefined : { cause: place.cause })
    this.code = failure.code
    this.advice = failure.advice
    this.command = failure.command
    this.retriable = failure.retriable
    this.broker = place.broker
    this.topic = place.topic
    this.partition = place.partition
    this.protocolCode = place.protocolCode
  }

  /** protocolName is Kafka's own name of the answer's error code, or null when no broker answered. */
  get protocolName(): string | null {
    return this.protocolCode === undefined ? null : protocolCodeName(this.protocolCode)
  }
}

/** protocolError makes the error for a code that a broker answered. `code` must not be 0. */
export function protocolError(code: number, context: ErrorContext = {}): KafkaError {
  return new KafkaError(explainProtocolCode(code, context), {
    broker: context.broker,
    topic: context.topic,
    partition: context.partition,
    protocolCode: code,
  })
}

/** cancelledError is what a wait throws when its signal was aborted. */
export function cancelledError(cause?: unknown): KafkaError {
  return new KafkaError({ code: 'cancelled', message: 'Cancelled.', retriable: false }, { cause })
}

/** deadlineError says that `what` took longer than its limit in milliseconds (null = not known). */
export function deadlineError(what: string, milliseconds: number | null, cause?: unknown): KafkaError {
  return new KafkaError(
    {
      code: 'deadline',
      message: `${what} took longer than ${milliseconds === null ? 'it may' : `${Math.round(milliseconds / 100) / 10} s`}.`,
      advice: 'The cluster is slow or partly down. Try again.',
      command: 'juju status kafka',
      retriable: true,
    },
    { cause },
  )
}

// kafkajs loses type and code when it wraps these two; only its sentence is left.
const MASKED: readonly (readonly [RegExp, number])[] = [
  [/Failed to find group coordinator/, 15],
  [/not the correct coordinator/, 16],
]

function protocolCodeOf(link: ChainLink): number | null {
  if (typeof link.code === 'number' && link.name.startsWith('KafkaJS')) return link.code
  if (link.name === 'KafkaJSGroupCoordinatorNotFound') return 15
  return MASKED.find(([text]) => text.test(link.message))?.[1] ?? null
}

function explain(link: ChainLink, broker: string, context: ErrorContext): Failure | null {
  const tls = explainTlsError(link, broker, context)
  if (tls) return tls
  return explainConnectionError(link, broker, context)
}

/**
 * translateError turns whatever the transport threw into a KafkaError: it walks the chain of causes from the inside
 * out, takes the first link that it knows, and writes its own text. A KafkaError passes through unchanged.
 */
export function translateError(error: unknown, told: ErrorContext = {}): KafkaError {
  if (error instanceof KafkaError) return error
  const chain = errorChain(error)
  const phase = told.phase ?? (chain.some((link) => link.phase === 'connect') ? 'connect' : undefined)
  const context: ErrorContext = { ...told, phase }
  const broker = chain.findLast((link) => link.broker)?.broker ?? context.broker ?? 'the broker'
  const place = { broker, topic: context.topic, partition: context.partition, cause: error }
  for (const link of chain.toReversed()) {
    if (link.name === 'AbortError' || link.code === 'ABORT_ERR') return cancelledError(error)
    if (link.name === 'TimeoutError') return deadlineError('The work', null, error)
    const code = protocolCodeOf(link)
    // A SASL failure carries code 58 inside; the wrapper around it says more.
    if (code !== null && code !== 58)
      return new KafkaError(explainProtocolCode(code, { ...context, broker }), {
        ...place,
        protocolCode: code,
      })
    const failure = explain(link, broker, context)
    if (failure) return new KafkaError(failure, place)
  }
  if (chain.some((link) => link.code === 58)) return new KafkaError(explainProtocolCode(58, context), place)
  return new KafkaError(
    {
      code: 'broker_error',
      message: `Talking to ${broker} failed in a way that Keystream does not know.`,
      advice: 'Run the check of this profile; it goes step by step.',
      retriable: false,
    },
    place,
  )
}
