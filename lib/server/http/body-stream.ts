import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'

/** bodyStream gives a request's body as it comes. Throws AppError `bad_request` when it is of another type. */
export function bodyStream(request: Request, wanted: string): AsyncIterable<Uint8Array> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== wanted) {
    throw new AppError({
      code: 'bad_request',
      message: `The body must be of type ${wanted}.`,
      advice: `Send the header Content-Type: ${wanted}.`,
    })
  }
  return piecesOf(request)
}

async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
