import { randomInt } from 'node:crypto'
import net from 'node:net'

/** Every node has one hundred of ports to itself; a listener is known by the last two digits, as in the charm. */
export const BLOCK_SIZE = 100

/** portDigits: 92, 93, 94 mean what they mean in the charm; the rest is the sandbox's own. */
export const portDigits = {
  internal: 90,
  controller: 91,
  scram: 92,
  scramTls: 93,
  mutualTls: 94,
  expired: 83,
  otherName: 73,
  otherAuthority: 63,
  elsewhere: 82,
  /** Never listened on by anything: where the `elsewhere` listener says that it lives. */
  closed: 81,
  /** Held by us for as long as the block is ours. */
  claim: 99,
} as const

export type PortName = keyof typeof portDigits

/**
 * Blocks are drawn from 10000 to 29999, below the ports that the kernel hands out and below Kubernetes' node ports,
 * and leave out 190xx, 191xx and 290xx, which mean other listeners to whoever knows the charm.
 */
const FIRST_HUNDRED = 100
const LAST_HUNDRED = 299
const otherMeaning = new Set([190, 191, 290])
/** With this many blocks refused something else is wrong. */
const MAX_TRIES = 100

export interface PortBlock {
  /** The block's first port, such as 12300. */
  readonly base: number
  port(name: PortName): number
  /** Gives the block back. */
  release(): Promise<void>
}

function listen(port: number): Promise<net.Server | null> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy())
    server.once('error', () => resolve(null))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server))
  })
}

const close = (server: net.Server) => new Promise<void>((resolve) => server.close(() => resolve()))

/**
 * claimBlock takes one block, or gives null when it is taken. The claim is a listening socket, so that two
 * processes can't both have it, and that it ends with its process however that ends.
 */
export async function claimBlock(base: number): Promise<PortBlock | null> {
  const port = (name: PortName) => base + portDigits[name]
  const claim = await listen(port('claim'))
  if (claim === null) return null
  claim.unref()
  const names = (Object.keys(portDigits) as PortName[]).filter((name) => name !== 'claim')
  for (const name of names) {
    const probe = await listen(port(name))
    if (probe === null) {
      await close(claim)
      return null
    }
    await close(probe)
  }
  return { base, port, release: () => close(claim) }
}

/** claimPorts takes `count` blocks: the wanted ones where they are free, any others else. Throws when none is free. */
export async function claimPorts(count: number, wanted: readonly number[]): Promise<PortBlock[]> {
  const blocks: PortBlock[] = []
  const candidates = [...wanted]
  for (let tries = 0; blocks.length < count && tries < MAX_TRIES; tries++) {
    const drawn = randomInt(FIRST_HUNDRED, LAST_HUNDRED + 1)
    const base = candidates.shift() ?? drawn * BLOCK_SIZE
    if (otherMeaning.has(base / BLOCK_SIZE)) continue
    const block = await claimBlock(base)
    if (block !== null) blocks.push(block)
  }
  if (blocks.length < count) {
    await Promise.all(blocks.map((block) => block.release()))
    throw new Error(`No free ports for ${count} Kafka nodes on 127.0.0.1 after ${MAX_TRIES} tries`)
  }
  return blocks
}
