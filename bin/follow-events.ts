import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { LineTooLongError, splitLines } from '#lib/records/split-lines.ts'
import { ApiErrorSchema } from '#lib/shared/error-code.ts'
import { type JobEvent, JobEventSchema } from '#lib/shared/job-event.ts'
import { type KeystreamServer, openStream } from './call-server.ts'
import { ServerError } from './server-error.ts'

/** A server that restarts is back within a minute. */
const MAX_FAILURES = 12
const PAUSE_MS = 5_000
/** Even a stream that ended well before the job did is not asked for in a tight loop. */
const SHORT_PAUSE_MS = 500
/** A journal's line is some kilobytes; more without an end is no journal. */
const MAX_LINE = 16 * 1024 * 1024

const LineSchema = z.union([JobEventSchema, z.object({ type: z.literal('failed'), error: ApiErrorSchema })])

/**
 * followEvents gives a job's events to its end. A stream that breaks, as it does while nothing happens for minutes or
 * the server restarts, is taken up behind the last event. Ends quietly when `signal` aborts; throws ServerError.
 */
export async function* followEvents(
  server: KeystreamServer,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  let after = 0
  const isOver = () => signal.aborted
  for (let failures = 0; !isOver(); ) {
    try {
      const stream = await openStream(server, `${path}?after=${after}`, signal)
      failures = 0
      for await (const { text } of splitLines(stream, { maxBytes: MAX_LINE })) {
        // Blanks keep the connection open.
        if (text.trim() === '') continue
        const parsed = LineSchema.safeParse(JSON.parse(text))
        if (!parsed.success) throw newerServer()
        if ('type' in parsed.data) throw new ServerError(parsed.data.error, 500)
        after = parsed.data.sequence
        yield parsed.data
        if (parsed.data.body.type === 'ended') return
      }
    } catch (error) {
      if (isOver()) return
      if (error instanceof LineTooLongError) throw newerServer()
      // What the server said will not change; that it said nothing may.
      if (error instanceof ServerError && error.status !== 0 && error.status !== 503) throw error
      failures++
      if (failures >= MAX_FAILURES) throw error
    }
    const pause = Math.min(PAUSE_MS, SHORT_PAUSE_MS * 2 ** failures)
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }
}

function newerServer(): ServerError {
  return new ServerError(
    {
      code: 'internal',
      message: 'The server sent an event that this command does not understand.',
      advice: 'Check that it is a Keystream of the same version.',
    },
    500,
  )
}
