import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { LOOPBACK } from './server-properties.ts'

/** Between two attempts to connect to a starting process. */
const LOOK_AGAIN_MS = 20

/** accepts tells whether something listens on a loopback port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: LOOPBACK, port })
    const answer = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

/** waitForPort returns `ready` once the port accepts, `dead` once `isAlive` says no, or `late` at the deadline. */
export async function waitForPort(
  port: number,
  { isAlive, deadline }: { readonly isAlive: () => boolean; readonly deadline: number },
): Promise<'ready' | 'dead' | 'late'> {
  while (!(await accepts(port))) {
    if (!isAlive()) return 'dead'
    if (Date.now() > deadline) return 'late'
    await wait(LOOK_AGAIN_MS)
  }
  return 'ready'
}
