import { z } from 'zod'
import { type ApiError, ApiErrorSchema } from '#lib/shared/error-code.ts'

const ErrorBodySchema = z.object({ error: ApiErrorSchema })

/** ApiFailure is the one error this room throws: what the server said, or that it said nothing, ready to be shown. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly error: ApiError
  /** HTTP status, 0 when no answer came. */
  readonly status: number

  constructor(error: ApiError, status: number, options?: ErrorOptions) {
    super(error.message, options)
    this.error = error
    this.status = status
  }
}

/** apiErrorOf gives what to show for anything that was caught; it never quotes an unknown error's own text. */
export function apiErrorOf(caught: unknown): ApiError {
  if (caught instanceof ApiFailure) return caught.error
  return {
    code: 'internal',
    message: 'Something went wrong on this page.',
    advice: 'Reload the page. If it happens again, tell whoever runs this Keystream what you did.',
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Sent as JSON; its presence makes POST the default method. */
  body?: unknown
  accept?: string
  signal?: AbortSignal | undefined
}

/** request sends one request to the API and gives the answer when it is 2xx; else throws ApiFailure. An abort stays an AbortError. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const hasBody = options.body !== undefined
  const init: RequestInit = {
    method: options.method ?? (hasBody ? 'POST' : 'GET'),
    headers: {
      Accept: options.accept ?? 'application/json',
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    credentials: 'same-origin',
    cache: 'no-store',
    ...(hasBody ? { body: JSON.stringify(options.body) } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  }
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw unreachable(cause)
  }
  if (response.ok) return response
  throw await failureOf(response)
}

/** fetchJson sends a request and gives its JSON answer as the schema reads it. Throws ApiFailure. */
export async function fetchJson<S extends z.ZodType>(
  schema: S,
  path: string,
  options: RequestOptions = {},
): Promise<z.output<S>> {
  const response = await request(path, options)
  let body: unknown
  try {
    const text = await response.text()
    body = text === '' ? null : JSON.parse(text)
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw unreadable(response.status, cause)
  }
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw unreadable(response.status, parsed.error)
  return parsed.data
}

/** unreadable stands for an answer that this page's code does not know: most often it is older than the server. */
export function unreadable(status: number, cause: unknown): ApiFailure {
  return new ApiFailure(
    {
      code: 'internal',
      message: 'The server answered in a way this page does not understand.',
      advice: 'Keystream may have been updated while this page was open: reload it.',
    },
    status,
    { cause },
  )
}

/** unreachable stands for no answer at all. */
export function unreachable(cause: unknown, status = 0): ApiFailure {
  return new ApiFailure(
    {
      code: 'unavailable',
      message: 'Keystream did not answer.',
      advice: 'Check that the server runs and that this computer reaches it, then try again.',
    },
    status,
    { cause },
  )
}

/** isAbort tells a cancelled request, which is nobody's failure, from a failed one. */
export function isAbort(caught: unknown): boolean {
  return caught instanceof DOMException && caught.name === 'AbortError'
}

async function failureOf(response: Response): Promise<ApiFailure> {
  try {
    const parsed = ErrorBodySchema.safeParse(await response.json())
    if (parsed.success) return new ApiFailure(parsed.data.error, response.status)
  } catch (cause) {
    if (isAbort(cause)) throw cause
  }
  if (response.status >= 502 && response.status <= 504) return unreachable(undefined, response.status)
  return unreadable(response.status, undefined)
}
