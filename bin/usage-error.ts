import type { KafkaFacts } from '#lib/shared/credential.ts'

/** UsageError is bad input or a bad option: exit 2. `code` is stable; the message names what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: string
  readonly advice: string | undefined
  readonly command: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  /** The line that is wrong and marks under the place, for people. */
  readonly excerpt: string | undefined

  constructor(failure: {
    code: string
    message: string
    advice?: string | undefined
    command?: string | undefined
    line?: number | undefined
    column?: number | undefined
    excerpt?: string | undefined
  }) {
    super(failure.message)
    this.code = failure.code
    this.advice = failure.advice
    this.command = failure.command
    this.line = failure.line
    this.column = failure.column
    this.excerpt = failure.excerpt
  }
}

/** topicOrThrow gives the one topic that is meant; a prefix grant names none. */
export function topicOrThrow({ topic, topicPrefix }: KafkaFacts): string {
  if (topic !== null && !topicPrefix) return topic
  throw new UsageError({
    code: 'topic_needed',
    message: 'The credentials name no single topic.',
    advice: 'Name it with --topic.',
  })
}
