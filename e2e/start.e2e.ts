import { expect, test } from '@playwright/test'
import { holdsSecret } from './support/find-secret.ts'
import { Server } from './support/server.ts'

test('a server does not start with no master key, a bad one, or another', async () => {
  const server = await Server.start('127.0.0.1/32')
  const right = server.masterKey()
  await server.shutDown()
  const short = Buffer.from('a short canary').toString('base64')
  const cases = {
    none: {},
    short: { KEYSTREAM_MASTER_KEYS: `k1:${short}` },
    'no base64': { KEYSTREAM_MASTER_KEYS: 'k1:not-a-key-but-a-canary!' },
    sample: { KEYSTREAM_MASTER_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` },
    repeated: { KEYSTREAM_MASTER_KEYS: `k1:${Buffer.alloc(32, 'ab').toString('base64')}` },
    another: {
      KEYSTREAM_MASTER_KEYS: `k1:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`,
    },
  }
  for (const [name, env] of Object.entries(cases)) {
    const { code, output } = await server.failedStart({ KEYSTREAM_MASTER_KEY_FILE: '', ...env })
    expect(code, name).toBeGreaterThan(0)
    expect(output.match(/^keystream: cannot start: .*$/gm), name).toHaveLength(1)
    expect(output, name).not.toMatch(/^\s+at /m)
    for (const key of Object.values(env)) {
      const text = key.slice(key.indexOf(':') + 1)
      expect(holdsSecret(output, text), `${name}: ${output}`).toBe(false)
    }
  }
  expect(await server.failedStart({ KEYSTREAM_MASTER_KEY_FILE: '/nowhere/master.key' })).toMatchObject({
    code: 1,
  })
  await server.restart()
  expect(holdsSecret(server.log, right), 'with its own key it starts again').toBe(false)
  await server.stop()
})
