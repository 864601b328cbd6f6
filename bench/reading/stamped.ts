import { VALUE_BYTES } from '../sample-value.ts'

/** stamped gives records of 200 B that say when each was taken, in milliseconds since 1970, each another one. */
export function* stamped(records: number): Generator<{ key: null; value: string }> {
  let last = 0
  for (let index = 0; index < records; index++) {
    last = Math.max(now(), last + LEAST_STEP_MS)
    const head = `{"sent":"${last.toFixed(4)}","note":"`
    yield { key: null, value: `${head.padEnd(VALUE_BYTES - 2, 'x')}"}` }
  }
}

/** Two stamps are never the same. */
const LEAST_STEP_MS = 0.0002

function now(): number {
  return performance.timeOrigin + performance.now()
}

const STAMP = Buffer.from('\\"sent\\":\\"')
const STAMP_LENGTH = 18

/** delayOf gives how long ago the last whole record in some bytes of a stream was taken, in milliseconds, or null. */
export function delayOf(chunk: Buffer): number | null {
  const at = chunk.lastIndexOf(STAMP)
  if (at < 0) return null
  const sent = Number(chunk.toString('latin1', at + STAMP.length, at + STAMP.length + STAMP_LENGTH))
  return Number.isNaN(sent) ? null : now() - sent
}
