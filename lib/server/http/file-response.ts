import 'server-only'
import { streamResponse } from './stream-response.ts'

/**
 * fileResponse sends chunks as a file to be saved, as fast as the client takes them; it ends with the session, like
 * every stream. A file that could not be finished ends with a line that begins with `{"type":"failed"`.
 */
export function fileResponse(options: {
  readonly request: Request
  readonly chunks: AsyncIterable<Uint8Array>
  readonly contentType: string
  /** ASCII letters, digits, dots and dashes. */
  readonly name: string
  /** Called once, when the file ended for whatever reason. */
  readonly onClose?: () => void
}): Response {
  const { request, chunks, onClose } = options
  const { body, headers } = streamResponse({ request, events: chunks, ...(onClose && { onClose }) })
  headers.set('Content-Type', options.contentType)
  headers.set('Content-Disposition', `attachment; filename="${options.name}"`)
  return new Response(body, { headers })
}
