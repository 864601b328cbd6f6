import 'server-only'
import type { ErrorCode } from '#lib/shared/error-code.ts'

export interface AppErrorOptions {
  readonly code: ErrorCode
  /** One sentence that may be shown to anybody who may call: no secret, no value of a paste, no driver's text. */
  readonly message: string
  readonly advice?: string | undefined
  readonly command?: string | undefined
  readonly field?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** Seconds until it is worth trying again; becomes the Retry-After header. */
  readonly retryAfter?: number | undefined
  /** Kept for a debugger; never sent and never logged, since drivers quote their input. */
  readonly cause?: unknown
}

/** AppError is what lib/server throws: a stable code, a sentence, and what to do next. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly advice: string | undefined
  readonly command: string | undefined
  readonly field: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly retryAfter: number | undefined

  constructor(options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = options.code
    this.advice = options.advice
    this.command = options.command
    this.field = options.field
    this.line = options.line
    this.column = options.column
    this.retryAfter = options.retryAfter
  }
}

/** notFound is the one answer for what is not there and for what belongs to another team. */
export function notFound(): AppError {
  return new AppError({ code: 'not_found', message: 'There is nothing here, or you may not see it.' })
}
