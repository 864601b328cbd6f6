import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** A third of what others get while they want the processor, all of it while they do not. */
const YIELDING_NICE = 5

/**
 * yieldPriority lets the calling thread give way to all others from now on. Linux gives each thread a priority of its
 * own (setpriority(2), notes); elsewhere the whole process would be meant, so nothing is done there.
 */
export function yieldPriority(): void {
  if (process.platform !== 'linux') return
  try {
    // `<process>/task/<thread>`, as proc(5) has it for whoever reads it.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(thread, YIELDING_NICE)
  } catch {
    // A sandbox may forbid either. What is read is the same, beside others a little less politely.
  }
}
