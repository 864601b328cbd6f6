import { readFileSync } from 'node:fs'
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
