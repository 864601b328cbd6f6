import { claimPorts } from './port-block.ts'

export interface ClaimedPort {
  readonly port: number
  /** Gives the port back. */
  readonly release: () => Promise<void>
}

/**
 * claimPort gives a loopback port that stays ours, below those that the kernel hands out: while a server on it is dead,
 * neither another program's connection nor a client that dials it again and again can come to sit there.
 */
export async function claimPort(): Promise<ClaimedPort> {
  const [block] = await claimPorts(1, [])
  if (!block) throw new Error('No free port on 127.0.0.1.')
  return { port: block.port('internal'), release: () => block.release() }
}
