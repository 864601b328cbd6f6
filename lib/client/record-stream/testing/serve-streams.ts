import type { RecordEvent } from '#lib/shared/record.ts'
import { ApiFailure } from '../../api.ts'
import type { RecordBuffer } from '../../record-buffer.ts'
import type { StreamPhase } from '../protocol.ts'
import { RecordReading } from '../record-reading.ts'

/** Events as a server tells them, of a topic with one partition. */
export const record = (partition: number, offset: number | string, value = `v${offset}`) => ({
  type: 'record' as const,
  partition,
  offset: String(offset),
  timestamp: 1,
  timestampType: 'create' as const,
  key: null,
  value: { text: value },
  headers: [],
  keySize: null,
  valueSize: value.length,
  compression: 'none' as const,
  transactional: false,
})

export const started = (from: number, high: number, to: number | null = null): RecordEvent => ({
  type: 'started',
  partitions: [
    { partition: 0, low: '0', high: String(high), from: String(from), to: to === null ? null : String(to) },
  ],
})

export const ended: Extract<RecordEvent, { type: 'ended' }> = {
  type: 'ended',
  reason: 'reached-end',
  read: 3,
  matched: 3,
  skipped: 0,
  undecodable: 0,
  seconds: 1,
}

/** serveStreams is a reading and a server of scripted streams: each is a list of events; it then breaks off, or stays open with `open`. */
export function serveStreams(
  streams: (readonly (RecordEvent | 'open')[] | ApiFailure)[],
  buffer?: RecordBuffer,
) {
  const asked: string[] = []
  const waiters: { phase: StreamPhase; resolve: () => void }[] = []
  const reading: RecordReading = new RecordReading({
    pause: () => Promise.resolve(),
    changed: check,
    ...(buffer === undefined ? {} : { buffer }),
    request: async (path, options) => {
      asked.push(decodeURIComponent(path.split('from=')[1] ?? ''))
      const stream = streams.shift()
      if (stream === undefined) return new Promise<Response>(() => undefined)
      if (stream instanceof ApiFailure) throw stream
      const lines = stream.filter((event) => event !== 'open').map((event) => `${JSON.stringify(event)}\n`)
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(lines.join('')))
          if (!stream.includes('open')) controller.close()
          options.signal?.addEventListener('abort', () => controller.error(options.signal?.reason))
        },
      })
      return new Response(body)
    },
  })
  const look = () => reading.look({ at: 'end', count: 100 }, null)
  function check() {
    const { phase } = reading
    for (const waiter of waiters.splice(0)) {
      if (waiter.phase === phase) waiter.resolve()
      else waiters.push(waiter)
    }
  }
  function until(phase: StreamPhase) {
    return new Promise<void>((resolve) => {
      waiters.push({ phase, resolve })
      check()
    })
  }
  const values = () => look().rows.map((row) => `${row.partition}:${row.offset}=${row.value?.text}`)
  return { reading, asked, until, look, values }
}
