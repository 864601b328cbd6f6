import 'server-only'
import { onShutdown } from '#lib/server/base/lifecycle.ts'
import { singleton } from '#lib/server/base/singleton.ts'

/** OpenStream is a response that is still being sent. */
export interface OpenStream {
  /** Resolves when the stream has ended, for whatever reason. */
  readonly finished: Promise<unknown>
  /** Ends the stream with `failed` and this error; resolves when the last byte was handed over. */
  close(error: unknown): Promise<void>
}

const registry = () => singleton<Map<Request, OpenStream>>('streams', () => new Map())

/** registerStream keeps a stream until the function it gives is called. */
export function registerStream(request: Request, stream: OpenStream): () => void {
  registry().set(request, stream)
  return () => registry().delete(request)
}

/** findStream gives the open stream that answers a request, or null when its answer is complete. */
export function findStream(request: Request): OpenStream | null {
  return registry().get(request) ?? null
}

/** openStreamCount is the number of streams being sent, for metrics and for the log. */
export function openStreamCount(): number {
  return registry().size
}

/** closeAllStreams ends every stream: Node's server waits for open responses and would never stop otherwise. */
export async function closeAllStreams(error: unknown): Promise<void> {
  await Promise.all([...registry().values()].map((stream) => stream.close(error)))
}

/** closeStreamsOnShutdown hooks the above into the shutdown. */
export function closeStreamsOnShutdown(error: unknown): void {
  onShutdown('streams', () => closeAllStreams(error))
}
