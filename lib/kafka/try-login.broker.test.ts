import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Secret } from '#lib/shared/secret.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { tryLogin } from './try-login.ts'

const { signal } = new AbortController()

let kafka: KafkaCluster
beforeAll(async () => {
  kafka = await startKafka({})
})
afterAll(() => kafka.stop())

/** Stands before the broker and counts the connections that carried more than a look. */
async function startCounter(port: number) {
  let logins = 0
  const server = net.createServer((client) => {
    const broker = net.connect(port, '127.0.0.1')
    let spoke = false
    client.on('data', () => {
      if (!spoke) logins += 1
      spoke = true
    })
    for (const socket of [client, broker]) socket.on('error', () => undefined)
    client.pipe(broker).pipe(client)
    client.on('close', () => broker.destroy())
    broker.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port: own } = server.address() as AddressInfo
  return { address: `127.0.0.1:${own}`, logins: () => logins, close: () => server.close() }
}

it('logs in once at the first server that answers, and tells a removed user from a dead server', async () => {
  const user = await kafka.addUser({ role: 'consumer', topic: 'watched' })
  const counter = await startCounter(kafka.ports[0]?.scram ?? 0)
  const egress = { mode: 'unrestricted' } as const
  const target = {
    ...user.target(),
    egress,
    bootstrapServers: ['127.0.0.1:1', counter.address, counter.address],
  }
  await tryLogin(target, { signal })
  expect(counter.logins()).toBe(1)
  const wrong = { ...target, password: new Secret('not the right one') }
  await expect(tryLogin(wrong, { signal })).rejects.toMatchObject({ code: 'broker_auth_failed' })
  expect(counter.logins()).toBe(2)
  const dead = { ...target, bootstrapServers: ['127.0.0.1:1'] }
  await expect(tryLogin(dead, { signal })).rejects.toMatchObject({ code: 'broker_refused' })
  await kafka.removeUser(user)
  await expect(tryLogin(target, { signal })).rejects.toMatchObject({ code: 'broker_auth_failed' })
  expect(counter.logins()).toBe(3)
  counter.close()
})

it('goes nowhere that the policy blocks, and stops when it is told to', async () => {
  const user = await kafka.addUser({ role: 'consumer', topic: 'watched' })
  const blocked = {
    ...user.target(),
    egress: { mode: 'open' as const, ownAddresses: [] },
    bootstrapServers: ['169.254.169.254:9092'],
  }
  await expect(tryLogin(blocked, { signal })).rejects.toMatchObject({ code: 'blocked_by_policy' })
  await expect(tryLogin(user.target(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  })
})
