import { expect, it } from 'vitest'
import { parseCommand } from './sandbox-command.ts'

it.each([
  ['', null],
  ['  list ', { do: 'list' }],
  ['add-user producer,consumer', { do: 'add-user', role: 'producer,consumer', certificate: false }],
  [
    'add-user consumer orders certificate',
    { do: 'add-user', role: 'consumer', topic: 'orders', certificate: true },
  ],
  ['remove-user relation-7', { do: 'remove-user', username: 'relation-7' }],
  [
    'paste relation-7',
    { do: 'paste', username: 'relation-7', form: { kafka: 4, tls: false, mutualTls: false } },
  ],
  [
    'paste relation-7 kafka3 tls',
    { do: 'paste', username: 'relation-7', form: { kafka: 3, tls: true, mutualTls: false } },
  ],
  [
    'paste relation-7 mtls',
    { do: 'paste', username: 'relation-7', form: { kafka: 4, tls: true, mutualTls: true } },
  ],
  ['create-topic orders', { do: 'create-topic', topic: 'orders', partitions: 1, replicas: null }],
  ['create-topic orders 3 1', { do: 'create-topic', topic: 'orders', partitions: 3, replicas: 1 }],
  ['describe-topic orders', { do: 'describe-topic', topic: 'orders' }],
  ['certificate mine stranger', { do: 'certificate', name: 'mine', kind: 'stranger' }],
  ['fault-servers', { do: 'fault-servers' }],
  ['mongo orders', { do: 'mongo', database: 'orders' }],
  ['count-documents orders consumer', { do: 'count-documents', database: 'orders', collection: 'consumer' }],
  ['kill 2', { do: 'kill', node: 2 }],
])('%j', (line, command) => {
  expect(parseCommand(line)).toEqual(command)
})

it.each([
  ['remove-user', 'The name of the user is missing'],
  ['kill two', 'The node is a number from 1'],
  ['paste relation-7 kafka5', 'not kafka5'],
  ['certificate mine lost', 'not lost'],
  ['count-documents orders', 'The collection is missing'],
  ['dance', 'There is no command dance'],
])('refuses %j', (line, message) => {
  expect(() => parseCommand(line)).toThrow(message)
})
