import { createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { readDocuments } from './read-documents.ts'

it('ends at once when it is cancelled while a server takes the connection and says nothing', async () => {
  const stop = new AbortController()
  let abortedAt = Number.NaN
  const sockets: Socket[] = []
  const silent = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    abortedAt = performance.now()
    stop.abort()
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  try {
    const address = silent.address()
    if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
    const reading = readDocuments(
      {
        ...{ hosts: [{ host: '127.0.0.1', port: address.port }], username: null, password: null, uris: null },
        ...{ tls: false, certificateAuthorityPems: [], egress: { mode: 'unrestricted' } },
      },
      { database: 'shop', collection: 'c', signal: stop.signal },
    )
    await expect(reading.next()).rejects.toMatchObject({ name: 'AbortError' })
    // The driver’s own patience is four seconds.
    expect(performance.now() - abortedAt).toBeLessThan(2_000)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => silent.close(resolve))
  }
})
