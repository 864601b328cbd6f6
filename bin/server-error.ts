import type { ApiError } from '#lib/shared/error-code.ts'

/** ServerError is a Keystream server's refusal, in its own words, or that it did not answer. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly code: string
  readonly advice: string | undefined
  readonly line: number | undefined
  /** HTTP status, 0 when no answer came. */
  readonly status: number

  constructor(error: Pick<ApiError, 'code' | 'message'> & Partial<ApiError>, status: number) {
    super(error.message)
    this.code = error.code
    this.advice = error.advice
    this.line = error.line
    this.status = status
  }
}
