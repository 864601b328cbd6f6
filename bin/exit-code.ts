import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { TemplateError } from '#lib/records/templates/template.ts'
import { errorStatus } from '#lib/shared/error-code.ts'
import { ServerError } from './server-error.ts'
import { UsageError } from './usage-error.ts'

export const exitCode = { good: 0, failed: 1, usage: 2, interrupted: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** exitCodeOf: what the user can mend in his input or options is 2, what a cluster did is 1, a Ctrl-C is 130. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof TemplateError) return exitCode.usage
  if (error instanceof ServerError) return error.status === 400 ? exitCode.usage : exitCode.failed
  if (!(error instanceof KafkaError)) return exitCode.failed
  if (error.code === 'cancelled') return exitCode.interrupted
  const status = errorStatus[error.code]
  return status === 400 || error.code === 'group_not_allowed' || error.code === 'topic_needed'
    ? exitCode.usage
    : exitCode.failed
}
