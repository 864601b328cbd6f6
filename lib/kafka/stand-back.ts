import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Of nice(1): a job goes on as fast as the processors allow, after the server's own thread has had its turn. */
const NICENESS = 10

/** Linux alone has a priority for each thread; elsewhere all are equal. */
function standBack(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (thread > 0) setPriority(thread, NICENESS)
  } catch {
    // No /proc, or not allowed: the job runs as any other thread.
  }
}

// At the import, so that the first import of a thread lets the others' work come after it.
standBack()
