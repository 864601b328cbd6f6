import { createServer } from 'node:net'
import { LOOPBACK } from './server-properties.ts'

/** freePort gives a loopback port on which nothing listens now. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.once('error', reject).listen(0, LOOPBACK, () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
