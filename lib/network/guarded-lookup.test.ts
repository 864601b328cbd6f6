import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { expect, it } from 'vitest'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { EgressBlockedError } from './egress-blocked-error.ts'
import { guardedLookup, type Resolve } from './guarded-lookup.ts'

const open: EgressPolicy = { mode: 'open', ownAddresses: [] }

function resolvesTo(...rounds: string[][]): Resolve & { calls: number } {
  const resolve = ((_name, _options, callback) => {
    const addresses = rounds[Math.min(resolve.calls, rounds.length - 1)] ?? []
    resolve.calls += 1
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as Resolve & { calls: number }
  resolve.calls = 0
  return resolve
}

function look(resolve: Resolve, all = true): Promise<unknown> {
  return new Promise((done) => {
    guardedLookup(open, 9092, resolve)('kafka.example.com', { all }, (error, address) =>
      done(error ?? address),
    )
  })
}

it('gives only the allowed addresses of a name', async () => {
  expect(await look(resolvesTo(['127.0.0.1', '10.0.0.1', '::1', 'fd00::1']))).toEqual([
    { address: '10.0.0.1', family: 4 },
    { address: 'fd00::1', family: 6 },
  ])
  expect(await look(resolvesTo(['127.0.0.1', '10.0.0.1']), false)).toBe('10.0.0.1')
})

it('refuses a name whose every address is forbidden, without telling the address', async () => {
  const error = await look(resolvesTo(['169.254.169.254']))
  expect(error).toBeInstanceOf(EgressBlockedError)
  expect(String(error)).not.toContain('169.254')
})

it('passes the resolver’s own failure on', async () => {
  const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  expect(await look((_name, _options, callback) => callback(error, []))).toBe(error)
})

it('sends no packet to a name that was rebound to this machine, and resolves once', async () => {
  let connections = 0
  const server = createServer(() => (connections += 1)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const resolve = resolvesTo(['127.0.0.1'], ['10.0.0.1'])
  const socket = connect({ host: 'rebound.example.com', port, lookup: guardedLookup(open, port, resolve) })
  const [error] = (await once(socket, 'error')) as [Error]
  expect(error).toBeInstanceOf(EgressBlockedError)
  expect(resolve.calls).toBe(1)
  expect(connections).toBe(0)
  server.close()
})

it('connects where a list allows it', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const policy: EgressPolicy = { mode: 'list', rules: [{ cidr: '127.0.0.0/8', ports: [] }] }
  const socket = connect({ host: 'localhost', port, family: 4, lookup: guardedLookup(policy, port) })
  await once(socket, 'connect')
  expect(socket.remoteAddress).toBe('127.0.0.1')
  socket.destroy()
  server.close()
})
