import { BSON, MongoInvalidArgumentError, MongoServerError } from 'mongodb'
import type { ErrorCode } from '#lib/shared/error-code.ts'

/** MongoAccessError says in words of ours what MongoDB did; nothing of the driver's message, nor of a document, is in it. */
export class MongoAccessError extends Error {
  override readonly name = 'MongoAccessError'
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
export function hopelessFailure(error: unknown, wish: 'read' | 'write' = 'write'): MongoAccessError | null {
  if (error instanceof MongoAccessError) return error
  if (!(error instanceof MongoServerError)) return null
  if (error.code === AUTHENTICATION_FAILED)
    return new MongoAccessError(
      {
        code: 'unprocessable',
        message: 'MongoDB refuses the user or its password.',
        advice: 'The relation may have been removed or made anew: paste the new output of get-credentials.',
      },
      error,
    )
  if (error.code === UNAUTHORIZED)
    return new MongoAccessError(
      {
        code: 'unprocessable',
        message:
          wish === 'write'
            ? 'MongoDB does not let this user write into a database that is named after the topic.'
            : 'MongoDB does not let this user read from that database.',
        advice: 'Ask for the credentials with that database’s name, as the test application does.',
      },
      error,
    )
  return null
}

/** BadValue, FailedToParse, TypeMismatch, Overflow (nested too deep), InvalidBSON, bad names of fields, BSONObjectTooLarge. */
const DOCUMENT_CODES: ReadonlySet<unknown> = new Set([2, 9, 14, 15, 22, 52, 53, 57, 10_334])

/** documentFault says why no waiting makes MongoDB take a document, or gives null when it is not the document's fault. */
export function documentFault(error: unknown): string | null {
  if (
    // Of the arguments of a write only the documents are not ours; what the driver says of one is its size.
    error instanceof MongoInvalidArgumentError ||
    BSON.BSONError.isBSONError(error) ||
    error instanceof RangeError ||
    error instanceof TypeError
  )
    return 'it can’t be written as BSON'
  return error instanceof MongoServerError && DOCUMENT_CODES.has(error.code)
    ? `error ${String(error.code)}`
    : null
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
