import type { BenchServer } from './bench-server.ts'

const SAMPLE_EVERY_MS = 200

export interface MemoryWatch {
  readonly before: number
  highest: number
  stop(): number
}

/** watchMemory watches the server's memory until `stop`, which gives by how much it rose above where it stood. */
export async function watchMemory(server: BenchServer): Promise<MemoryWatch> {
  const before = await server.memory()
  const watch = { before, highest: before, stop: () => 0 }
  const timer = setInterval(() => {
    void server.memory().then((megabytes) => {
      watch.highest = Math.max(watch.highest, megabytes)
    })
  }, SAMPLE_EVERY_MS)
  watch.stop = () => {
    clearInterval(timer)
    return watch.highest - before
  }
  return watch
}
