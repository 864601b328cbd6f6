/** ConnectionAbortedError: we ended this connection ourselves. */
export class ConnectionAbortedError extends Error {
  override readonly name = 'ConnectionAbortedError'
  readonly code = 'ABORT_ERR'
}

/** UnsupportedVersionError: the server is too old, or too new, for a request of ours. */
export class UnsupportedVersionError extends Error {
  override readonly name = 'UnsupportedVersionError'
}

/** RequestTimeoutError: the broker took the request and gave no answer in time. */
export class RequestTimeoutError extends Error {
  override readonly name = 'RequestTimeoutError'
  readonly code = 'ETIMEDOUT'
}
