import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openSocket } from './socket.ts'

it('lets go of a connection that the server has ended', async () => {
  const server = net.createServer((socket) => socket.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const errors: Error[] = []
  const { stream, reset } = openSocket({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    tls: null,
    egress: { mode: 'unrestricted' },
    onConnect: () => undefined,
    onError: (error) => errors.push(error),
  })
  stream.resume()
  await once(stream, 'end')
  const closed = once(stream, 'close')
  // What kafkajs does when it sees the end, and what we do right after.
  stream.end()
  reset(new Error('closed'))
  await closed
  expect(errors).toEqual([])
  server.close()
})
