import type { BenchServer } from './bench-server.ts'

/** recordsPath is the address of a topic's record stream. */
export function recordsPath(
  server: BenchServer,
  topic: string,
  query: Readonly<Record<string, string>>,
): string {
  return `/api/teams/${server.team}/profiles/${server.profile}/topics/${topic}/records?${new URLSearchParams(query)}`
}

const RECORD = Buffer.from('{"type":"record"')
const NEW_LINE = 10

/** firstRecordMs opens a stream, waits for its first record, leaves, and gives the milliseconds it took. */
export async function firstRecordMs(server: BenchServer, path: string): Promise<number> {
  const leave = new AbortController()
  const begin = performance.now()
  const { body } = await server.get(path, leave.signal)
  let seen = Buffer.alloc(0)
  try {
    for await (const chunk of body ?? []) {
      seen = Buffer.concat([seen, chunk])
      if (seen.includes(RECORD)) return performance.now() - begin
    }
  } finally {
    leave.abort()
  }
  throw new Error('The stream ended without a record.')
}

/** readStream takes a whole stream as fast as it comes and gives its last event and how many lines it had. */
export async function readStream(
  server: BenchServer,
  path: string,
): Promise<{ lines: number; last: { type?: string; read?: number; matched?: number } }> {
  const { body } = await server.get(path)
  let lines = 0
  let tail = Buffer.alloc(0)
  for await (const chunk of body ?? []) {
    const bytes = Buffer.from(chunk)
    for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, at + 1)) lines++
    const whole = Buffer.concat([tail, bytes])
    const lastBreak = whole.lastIndexOf(NEW_LINE, whole.length - 2)
    tail = lastBreak < 0 ? whole : Buffer.from(whole.subarray(lastBreak + 1))
  }
  return { lines, last: JSON.parse(tail.toString()) as { type?: string } }
}
