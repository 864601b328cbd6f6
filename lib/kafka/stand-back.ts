import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Of nice(1): all of the processor while nobody else wants it, and a tenth of what others get while they do. */
const NICENESS = 10

/**
 * standBack lets the calling thread go on as fast as the processors allow after all others have had their turn. Linux
 * alone has a priority for each thread (setpriority(2), notes); elsewhere all are equal.
 */
export function standBack(): void {
  if (process.platform !== 'linux') return
  try {
    // `<process>/task/<thread>`, as proc(5) has it for whoever reads it.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (thread > 0) setPriority(thread, NICENESS)
  } catch {
    // No /proc, or not allowed: it runs as any other thread.
  }
}
