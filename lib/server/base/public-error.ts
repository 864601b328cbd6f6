import 'server-only'
import { type ApiError, type ErrorCode, errorStatus } from '#lib/shared/error-code.ts'

/** Known by name and shape, since Next bundles a class more than once. */
const publicNames = new Set(['AppError', 'KafkaError'])

const textFields = ['advice', 'command', 'field'] as const
const numberFields = ['line', 'column'] as const

/**
 * publicErrorOf gives what may be shown of an error: AppError and KafkaError are made for that. Null for everything
 * else, since drivers and parsers quote their input.
 */
export function publicErrorOf(error: unknown): ApiError | null {
  if (!(error instanceof Error) || !publicNames.has(error.name)) return null
  const fields = error as Error & Readonly<Record<string, unknown>>
  const { code } = fields
  if (typeof code !== 'string' || !Object.hasOwn(errorStatus, code)) return null
  const shown: ApiError = { code: code as ErrorCode, message: error.message }
  for (const name of textFields) if (typeof fields[name] === 'string') shown[name] = fields[name]
  for (const name of numberFields) if (typeof fields[name] === 'number') shown[name] = fields[name]
  return shown
}
