import type { z } from 'zod'
import { isAbort, type RequestOptions, request, unreachable, unreadable } from './api.ts'

/** One event holds at most one record cut to some kilobytes, or a snapshot of a job; more than this is not ours. */
const MAX_LINE_CHARACTERS = 32 * 1024 * 1024

export interface NdjsonOptions<S extends z.ZodType> extends Omit<RequestOptions, 'accept'> {
  schema: S
}

/**
 * readNdjson follows a stream of the API, one event a line, as the schema reads it. It ends when the server ends it.
 * Leaving the loop, or aborting the signal (then an AbortError is thrown), closes the connection. Throws ApiFailure
 * when the request is refused, the connection breaks, or a line is not what the schema says.
 */
export async function* readNdjson<S extends z.ZodType>(
  path: string,
  options: NdjsonOptions<S>,
): AsyncGenerator<z.output<S>, void, undefined> {
  const { schema, ...rest } = options
  const response = await request(path, { ...rest, accept: 'application/x-ndjson' })
  if (!response.body) throw unreachable(undefined)
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let pending = ''
  try {
    for (;;) {
      const { done, value } = await read(reader)
      pending += done ? decoder.decode() : decoder.decode(value, { stream: true })
      let start = 0
      for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n', start)) {
        const line = pending.slice(start, end)
        start = end + 1
        if (line.trim() !== '') yield parseLine(schema, line)
      }
      pending = pending.slice(start)
      if (pending.length > MAX_LINE_CHARACTERS) throw unreadable(response.status, undefined)
      if (done) {
        if (pending.trim() !== '') yield parseLine(schema, pending)
        return
      }
    }
  } finally {
    // A cancelled reader closes the connection, which is how the server learns that nobody listens.
    await reader.cancel().catch(() => undefined)
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw unreachable(cause)
  }
}

function parseLine<S extends z.ZodType>(schema: S, line: string): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw unreadable(200, cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw unreadable(200, parsed.error)
  return parsed.data
}
