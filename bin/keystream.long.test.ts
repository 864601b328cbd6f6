import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runKeystream } from './testing/run-keystream.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`../lib/credentials/fixtures/${name}.txt`, import.meta.url), 'utf8')
}

const TIMEOUT = 60_000

describe('keystream parse', () => {
  it('prints one JSON object with the agreed fields and no secret', { timeout: TIMEOUT }, async () => {
    const { code, stdout, stderr } = await runKeystream(['parse', '--json'], fixture('w1-kafka4'))
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual({
      products: [
        {
          product: 'kafka',
          unit: null,
          bootstrapServers: ['10.20.30.41:9092', '10.20.30.42:9092', '10.20.30.43:9092'],
          securityProtocol: 'SASL_PLAINTEXT',
          alternativeProtocols: [],
          saslMechanism: 'SCRAM-SHA-512',
          username: 'relation-8',
          topic: 'orders',
          topicPrefix: false,
          consumerGroupPrefix: 'relation-8-',
          roles: ['producer', 'consumer'],
          entityPermissions: [],
          certificateAuthorities: [],
          notes: [],
          secrets: ['password', 'salt'],
        },
      ],
      issues: [],
      units: [],
    })
    expect(stdout.split('\n').length).toBe(2)
  })

  it('prints a table for people, without colours in a pipe', { timeout: TIMEOUT }, async () => {
    const { code, stdout, stderr } = await runKeystream(['parse'], fixture('w13-inner-lines'))
    expect(code).toBe(0)
    expect(stdout).toContain('bootstrap servers  10.20.30.41:9092\n')
    expect(stderr).toContain('warning product_assumed: line 1: ')
    expect(stdout + stderr).not.toMatch(/canary|\u001b/i)
  })

  it.each<[string, string[], string, string]>([
    ['text that is no output', ['parse'], 'hello', 'not_an_output'],
    ['an unknown product', ['parse', '--product', 'oracle'], '', '--product'],
    ['an unknown command', ['brew'], '', 'unknown command'],
    ['an option that is none', ['check', '--password', 'x'], '', 'unknown option'],
    ['a start that is none', ['read', '--from', 'yesterday'], '', '--from'],
    ['an empty paste', ['check'], '', 'empty'],
    [
      'a paste with a placeholder',
      ['check'],
      fixture('w3-format-yaml').replace(/Canary\w+/, '<PASSWORD>'),
      'placeholder: line 7',
    ],
    [
      'several units',
      ['check'],
      fixture('w6-choice'),
      '--unit with one of: orders-integrator/0; bills-integrator/0',
    ],
    [
      'a product that is not Kafka',
      ['check'],
      fixture('other-products').replace(/^ok.*$/m, ''),
      'not_in_paste',
    ],
    ['a file that is not there', ['check', '-c', 'no-such-file'], '', 'no-such-file'],
    [
      'half of a client certificate',
      ['check', '--client-key', 'package.json'],
      fixture('w1-kafka4'),
      '--client-cert',
    ],
    [
      'a template with a mistake',
      ['produce', '--template', '{{nonsense}}'],
      fixture('w1-kafka4'),
      '{{nonsense}}',
    ],
  ])('ends with 2 and says what to do: %s', { timeout: TIMEOUT }, async (_, args, input, said) => {
    const { code, stdout, stderr } = await runKeystream(args, input)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/canary/i)
  })

  it('tells an error as JSON where JSON is asked for', { timeout: TIMEOUT }, async () => {
    const { code, stderr } = await runKeystream(['check', '--json'], 'Task 2 pending')
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'task_pending',
        message: 'The task has not finished: there is no result yet.',
        advice: 'Ask for its result and paste that.',
        command: 'juju show-task 2 --wait 1m',
        line: 1,
      },
    })
  })
})

describe('keystream snippet', () => {
  const paste = fixture('w1-kafka4')
  const password = /Canary\w+/.exec(paste)?.[0] ?? ''

  it('prints a program without the password, and with it when asked', { timeout: TIMEOUT }, async () => {
    const without = await runKeystream(['snippet', 'python-kafka'], paste)
    expect(without.code).toBe(0)
    expect(without.stdout).toMatch(/^==> settings.py <==\n.*==> produce.py <==\n.*==> consume.py <==\n/s)
    expect(without.stderr).toContain('.venv/bin/python produce.py 10')
    expect(without.stdout + without.stderr).not.toContain(password)
    const filled = await runKeystream(['snippet', 'python-kafka', '--with-secrets', '--json'], paste)
    expect(JSON.parse(filled.stdout)).toMatchObject({
      kind: 'python-kafka',
      topic: 'orders',
      group: 'relation-8-example',
      files: [
        { name: 'settings.py', secret: true, text: expect.stringContaining(`"${password}"`) as string },
        { name: 'produce.py', secret: false },
        { name: 'consume.py', secret: false },
      ],
    })
  })

  it('writes the files, those with a secret for the owner alone, and none over others', {
    timeout: TIMEOUT,
  }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keystream-snippet-'))
    try {
      const args = ['snippet', 'rust', '--output', folder, '--with-secrets']
      expect((await runKeystream(args, paste)).code).toBe(0)
      expect(readFileSync(path.join(folder, 'src', 'settings.rs'), 'utf8')).toContain(password)
      const modes = ['src/settings.rs', 'src/main.rs'].map(
        (name) => statSync(path.join(folder, name)).mode & 0o777,
      )
      expect(modes).toEqual([0o600, 0o644])
      const again = await runKeystream(args, paste)
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('Cargo.toml') as string])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('refuses a language that is none, and a credential without a topic', { timeout: TIMEOUT }, async () => {
    expect((await runKeystream(['snippet', 'cobol'], paste)).code).toBe(2)
    const { code, stderr } = await runKeystream(
      ['snippet', 'go'],
      paste.replace(/^.*(topic|resource): orders\n/gm, ''),
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining('topic_needed') as string])
  })
})
