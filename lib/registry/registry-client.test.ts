import { afterEach, expect, it } from 'vitest'
import { Secret } from '#lib/shared/secret.ts'
import { checkRegistry } from './look-up-schema.ts'
import { registryClientFor } from './registry-cache.ts'
import { RegistryClient } from './registry-client.ts'
import { packRegistry, type RegistryTarget, unpackRegistry } from './registry-target.ts'
import {
  type StandInOptions,
  type StandInRegistry,
  startStandInRegistry,
} from './testing/stand-in-registry.ts'

let registry: StandInRegistry | undefined
afterEach(() => registry?.close())

async function start(options: StandInOptions, part: Partial<RegistryTarget> = {}): Promise<RegistryTarget> {
  registry = await startStandInRegistry(options)
  return {
    url: registry.url,
    username: null,
    password: null,
    token: null,
    authorityPem: null,
    egress: { mode: 'unrestricted' },
    ...part,
  }
}

const order = '{"type":"record","name":"Order","fields":[{"name":"line","type":"shop.Line"}]}'
const line = '{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"n","type":"int"}]}'

it('asks once for an id, at the same time and later, with what it refers to', async () => {
  const target = await start({
    ids: {
      1: { schema: order, references: [{ name: 'shop.Line', subject: 'line/value', version: 1 }] },
      2: {
        schema: 'syntax = "proto3"; import "a.proto"; message M { A a = 1; }',
        schemaType: 'PROTOBUF',
        references: [{ name: 'a.proto', subject: 'a', version: 3 }],
      },
      3: { schema: '{}', schemaType: 'JSON' },
    },
    subjects: { 'line/value': { schema: line }, a: { schema: 'syntax = "proto3"; message A {}' } },
  })
  const client = new RegistryClient(target)
  expect(client.find(1)).toBeUndefined()
  await Promise.all([client.ask(1), client.ask(1), client.ask(2), client.ask(3)])
  await client.ask(1)
  expect([1, 2, 3].map((id) => client.find(id)?.kind)).toEqual(['avro', 'protobuf', 'json'])
  expect(registry?.asked.map(({ path }) => path).sort()).toEqual([
    '/schemas/ids/1',
    '/schemas/ids/2',
    '/schemas/ids/3',
    '/subjects/a/versions/3',
    '/subjects/line%2Fvalue/versions/1',
  ])
})

it('remembers a failure for a while, and says what it was', async () => {
  const client = new RegistryClient(await start({ ids: { 5: { schema: '{' } } }))
  await client.ask(4)
  await client.ask(4)
  await client.ask(5)
  expect(client.find(4)).toEqual({ kind: 'broken', reason: '404: the registry does not know it' })
  expect(client.find(5)).toMatchObject({
    kind: 'broken',
    reason: expect.stringContaining('not JSON') as unknown,
  })
  expect(registry?.asked).toHaveLength(2)
})

it('logs in as it was told, and nowhere else', async () => {
  const password = await start({ authorization: `Basic ${btoa('ada:s3cret')}` })
  const target = { ...password, username: 'ada', password: new Secret('s3cret') }
  expect(await checkRegistry(target)).toBe(0)
  await expect(checkRegistry(password)).rejects.toThrow('401: the registry refuses the login')
  await registry?.close()
  const token = await start({ authorization: 'Bearer t0ken' })
  expect(await checkRegistry({ ...token, token: new Secret('t0ken') })).toBe(0)
  await registry?.close()
  const elsewhere = await start({
    answer: (_request, response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
  })
  await expect(checkRegistry({ ...elsewhere, token: new Secret('t0ken') })).rejects.toThrow(
    'sends elsewhere, which is not followed',
  )
  expect(registry?.asked).toHaveLength(1)
})

it.each([
  ['what is no JSON', 'hello', 'the registry’s answer is not JSON'],
  ['what is no registry', '{"a":1}', 'what answers there is no schema registry'],
  ['more than it may', 'x'.repeat(2_100_000), 'the registry’s answer is larger than 2097152 bytes'],
])('refuses %s', async (_what, body, reason) => {
  const target = await start({ answer: (_request, response) => response.end(body) })
  await expect(checkRegistry(target)).rejects.toThrow(reason)
})

it('goes only where the policy allows, and says when nothing answers', async () => {
  const target = await start({})
  await expect(checkRegistry({ ...target, egress: { mode: 'open', ownAddresses: [] } })).rejects.toThrow(
    'is not allowed by the egress policy: a loopback address',
  )
  expect(registry?.asked).toHaveLength(0)
  await registry?.close()
  await expect(checkRegistry(target)).rejects.toThrow('the registry refuses the connection')
})

it('crosses into a worker and back, shared by all who ask the same', async () => {
  const target = { ...(await start({})), username: 'a', password: new Secret('b') }
  const message = packRegistry(target)
  expect(message.key).not.toContain('b:')
  expect(packRegistry(unpackRegistry(message))).toEqual(message)
  expect(registryClientFor(message)).toBe(registryClientFor(packRegistry(target)))
  expect(packRegistry({ ...target, password: new Secret('c') }).key).not.toBe(message.key)
})
