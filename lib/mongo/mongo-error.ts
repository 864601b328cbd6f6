import { MongoServerError } from 'mongodb'
import type { ErrorCode } from '#lib/shared/error-code.ts'

/** MongoSinkError says in words of ours what MongoDB did; nothing of the driver's message, nor of a document, is in it. */
export class MongoSinkError extends Error {
  override readonly name = 'MongoSinkError'
  readonly code: ErrorCode
  readonly advice: string

  constructor(failure: { code: ErrorCode; message: string; advice: string }, cause?: unknown) {
    super(failure.message, { cause })
    this.code = failure.code
    this.advice = failure.advice
  }
}

const AUTHENTICATION_FAILED = 18
const UNAUTHORIZED = 13

/** hopelessFailure makes the error for what no waiting mends, or null. */
export function hopelessFailure(error: unknown): MongoSinkError | null {
  if (error instanceof MongoSinkError) return error
  if (!(error instanceof MongoServerError)) return null
  if (error.code === AUTHENTICATION_FAILED)
    return new MongoSinkError(
      {
        code: 'unprocessable',
        message: 'MongoDB refuses the user or its password.',
        advice: 'The relation may have been removed or made anew: paste the new output of get-credentials.',
      },
      error,
    )
  if (error.code === UNAUTHORIZED)
    return new MongoSinkError(
      {
        code: 'unprocessable',
        message: 'MongoDB does not let this user write into a database that is named after the topic.',
        advice: 'Ask for the credentials with that database’s name, as the test application does.',
      },
      error,
    )
  return null
}

/** troubleWords says what went wrong, by the error's kind alone. */
export function troubleWords(error: unknown): string {
  if (error instanceof MongoServerError && error.code !== undefined)
    return `it answered with error ${String(error.code)}`
  const name = error instanceof Error ? error.name : ''
  if (name === 'MongoServerSelectionError' || name === 'MongoNetworkError') return 'it can’t be reached'
  if (name === 'MongoNetworkTimeoutError') return 'it did not answer in time'
  return 'the connection broke'
}
