import 'server-only'
import type { z } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'
import { translateZodError } from './translate-error.ts'

/** A paste, a certificate and a key of 64 KiB each, with room for JSON's escapes of their line ends. */
export const DEFAULT_BODY_LIMIT = 512 * 1024

/** readBody reads, limits, parses and checks a JSON body. Throws AppError `too_large`, `bad_request`, `unknown_field`. */
export async function readBody<T extends z.ZodType>(
  request: Request,
  schema: T,
  limit = DEFAULT_BODY_LIMIT,
): Promise<z.output<T>> {
  requireJson(request)
  const text = new TextDecoder('utf-8', { fatal: true })
  let decoded: string
  const bytes = await readLimited(request, limit)
  try {
    decoded = text.decode(bytes)
  } catch {
    throw new AppError({ code: 'bad_request', message: 'The body is not UTF-8 text.' })
  }
  return parseWith(schema, parseJson(decoded), 'body')
}

/** parseWith checks a value against a schema and throws an AppError that names the field. */
export function parseWith<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: 'body' | 'query' | 'path',
): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw translateZodError(parsed.error, where)
}

/** readQuery checks a query string. A name that stands twice is an error: which one was meant can't be known. */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name in found) {
      const field = name.slice(0, 64)
      throw new AppError({ code: 'bad_request', message: `"${field}" stands twice in the query.`, field })
    }
    found[name] = value
  }
  return parseWith(schema, { ...found }, 'query')
}

function requireJson(request: Request): void {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return
  throw new AppError({
    code: 'bad_request',
    message: 'The body must be JSON.',
    advice: 'Send the header Content-Type: application/json.',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message quotes the text, which may be a credential.
    throw new AppError({ code: 'bad_request', message: 'The body is not well-formed JSON.' })
  }
}

async function readLimited(request: Request, limit: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > limit) throw tooLarge(limit)
  if (!request.body) return new Uint8Array(0)
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      throw tooLarge(limit)
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

function tooLarge(limit: number): AppError {
  return new AppError({
    code: 'too_large',
    message: `The request is larger than the ${Math.floor(limit / 1024)} KiB that are read here.`,
  })
}
