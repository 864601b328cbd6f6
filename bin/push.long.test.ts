import { afterEach, expect, it, vi } from 'vitest'
import { runKeystream } from './testing/run-keystream.ts'

vi.setConfig({ testTimeout: 60_000 })
afterEach(() => vi.unstubAllEnvs())

const token = `ks_${'a'.repeat(43)}`

it.each<[string, string, string[], string, number]>([
  ['without a token', '', ['--server', 'https://keystream.example.com'], 'KEYSTREAM_TOKEN is not set', 2],
  [
    'with something else',
    'password',
    ['--server', 'https://keystream.example.com'],
    'does not hold an API token',
    2,
  ],
  ['without a server', token, [], '--server is the address', 2],
  ['in the clear', token, ['--server', 'http://keystream.example.com'], 'must begin with https://', 2],
  ['to nobody', token, ['--server', 'http://127.0.0.1:1'], 'did not answer', 1],
])('ends %s, and says what to do', async (_, value, args, said, expected) => {
  vi.stubEnv('KEYSTREAM_TOKEN', value)
  vi.stubEnv('KEYSTREAM_SERVER', '')
  const { code, stdout, stderr } = await runKeystream(['push', ...args], 'kafka: {}')
  expect([code, stdout]).toEqual([expected, ''])
  expect(stderr).toContain(said)
  expect(stderr).not.toContain('aaaa')
})
