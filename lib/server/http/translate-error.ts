import 'server-only'
import type { ZodError } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'
import { publicErrorOf } from '#lib/server/base/public-error.ts'
import { type ApiError, type ErrorCode, errorStatus } from '#lib/shared/error-code.ts'

export interface TranslatedError {
  readonly status: number
  readonly error: ApiError
  readonly retryAfter: number | undefined
  /** False for what only the code itself can explain: those are logged as errors. */
  readonly expected: boolean
}

/**
 * translateToApiError turns anything thrown into what may be sent. AppError and KafkaError give their public fields;
 * an ended request gives `cancelled`; everything else becomes `internal`, a sentence and the correlation id, and
 * nothing of the original text, since drivers and parsers quote their input.
 */
export function translateToApiError(error: unknown, correlationId: string): TranslatedError {
  const shown = publicErrorOf(error)
  if (shown) {
    return {
      status: errorStatus[shown.code],
      error: { ...shown, correlationId },
      retryAfter: retryAfterOf(error),
      expected: shown.code !== 'internal',
    }
  }
  if (isBlockedByEgress(error)) return plain('blocked_by_policy', EGRESS_MESSAGE, correlationId)
  if (isAbort(error)) return plain('cancelled', 'The request was cancelled.', correlationId)
  if (isDatabaseFailure(error)) {
    return { ...plain('unavailable', 'The database does not answer.', correlationId), expected: false }
  }
  return {
    ...plain('internal', 'Something went wrong in Keystream itself.', correlationId),
    expected: false,
  }
}

const EGRESS_MESSAGE = 'The egress policy of this server does not allow that address.'

function plain(code: ErrorCode, message: string, correlationId: string): TranslatedError {
  const advice = code === 'internal' ? 'Tell whoever runs this server the correlation id.' : undefined
  const error = { code, message, ...(advice && { advice }), correlationId }
  return { status: errorStatus[code], error, retryAfter: undefined, expected: true }
}

function retryAfterOf(error: unknown): number | undefined {
  const seconds = error instanceof Error && 'retryAfter' in error ? error.retryAfter : undefined
  return typeof seconds === 'number' ? seconds : undefined
}

function isBlockedByEgress(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EGRESS_BLOCKED'
}

/** SQLite's codes, PostgreSQL's classes of connection and resource failures (08, 53, 57), and no connection at all. */
const DATABASE_CODE = /^(SQLITE_|08|53|57)|^ECONN(REFUSED|RESET)$/

function isDatabaseFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    DATABASE_CODE.test(error.code)
  )
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
}

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly Issue[])[]
}

/** MAX_NAME keeps a field's name, which a caller chose, short enough for a sentence. */
const MAX_NAME = 64

/**
 * translateZodError names the first wrong field and what is wrong with it. The message holds no value: zod's texts
 * speak of types and rules, ours too.
 */
export function translateZodError(error: ZodError, where: 'body' | 'query' | 'path'): AppError {
  const first = deepest((error.issues as readonly Issue[])[0], [])
  const unknownKey = first.keys?.[0]
  if (unknownKey !== undefined) {
    const field = [...first.path, unknownKey].map(String).join('.').slice(0, MAX_NAME)
    return new AppError({
      code: 'unknown_field',
      message: `There is no field "${field}" here.`,
      advice: 'Leave it out, or look at /api/openapi.json for the names.',
      field,
    })
  }
  const field = first.path.map(String).join('.').slice(0, MAX_NAME)
  const place = field === '' ? `The ${where}` : `"${field}"`
  return new AppError({
    code: 'bad_request',
    message: `${place} is not right: ${first.message}`,
    ...(field !== '' && { field }),
  })
}

/** A union says only "Invalid input"; the branch that came furthest says what is meant. */
function deepest(issue: Issue | undefined, before: readonly PropertyKey[]): Issue {
  if (!issue) return { path: before, message: 'Invalid input' }
  const path = [...before, ...issue.path]
  if (!issue.errors || issue.errors.length === 0) return { ...issue, path }
  const branches = issue.errors.map((branch) => deepest(branch[0], path))
  return branches.reduce((best, next) => (next.path.length > best.path.length ? next : best))
}
