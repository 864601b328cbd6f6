import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { singleton } from '#lib/server/base/singleton.ts'

/** Hashes at a time: each keeps one of libuv's four threads, which files and names need as well. */
const MAX_RUNNING = 2
/** Waiting ones: the last of them waits three seconds, and eleven where every hash is of the former, dearer kind. */
const MAX_WAITING = 64

interface Gate {
  running: number
  readonly waiting: (() => void)[]
}

const gate = () => singleton<Gate>('password-gate', () => ({ running: 0, waiting: [] }))

/**
 * takePlace waits for one of the few places in which a password may be hashed and gives what frees it again, so that a
 * flood of sign-ins takes neither all memory nor all threads. Throws AppError `rate_limited` when too many wait.
 */
export async function takePlace(): Promise<() => void> {
  const { waiting } = gate()
  if (gate().running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) {
      throw new AppError({
        code: 'rate_limited',
        message: 'Too many people sign in right now.',
        retryAfter: 10,
      })
    }
    const turn = Promise.withResolvers<undefined>()
    waiting.push(() => {
      turn.resolve(undefined)
    })
    await turn.promise
  } else {
    gate().running += 1
  }
  return () => {
    // The place passes to the next one, or becomes free.
    const next = waiting.shift()
    if (next) next()
    else gate().running -= 1
  }
}
