import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { ParseAnswerSchema } from '#lib/shared/credential.ts'
import { openSecret } from '#lib/shared/secret.ts'
import { isKafkaCredential } from './credential.ts'
import { CANARY, kafkaFacts, loadFixture } from './fixtures/load-fixture.ts'
import { maskCredentials } from './mask-credentials.ts'
import { parseCredentials } from './parse-credentials.ts'

function answer(text: string): { products: unknown[]; issues: string[]; units: string[] } {
  const masked = ParseAnswerSchema.parse(maskCredentials(parseCredentials(text)))
  return { ...masked, issues: masked.issues.map(({ code, line }) => `${code}@${line ?? '-'}`) }
}

const servers = ['10.20.30.41:9092', '10.20.30.42:9092', '10.20.30.43:9092']
const kafka4: Partial<KafkaFacts> = {
  bootstrapServers: servers,
  roles: ['producer', 'consumer'],
  secrets: ['password', 'salt'],
}
const kafka3: Partial<KafkaFacts> = {
  notes: [
    'From Charmed Apache Kafka 3: the paste names ZooKeeper, which is kept as a secret and not needed.',
  ],
  secrets: ['password', 'zookeeper-uris'],
}
const unit = 'data-integrator/0'

describe('every wrapper', () => {
  const wrappers: [string, Partial<KafkaFacts>, string[]][] = [
    ['w1-kafka4', kafka4, []],
    ['w2-terminal', { ...kafka4, unit }, []],
    ['w3-format-yaml', { ...kafka3, unit }, []],
    ['w4-format-json', { unit, roles: ['producer'] }, []],
    ['w5-two-units', { unit }, ['same_on_units@16']],
    ['w7-show-task', { unit }, []],
    ['w8-show-operation', { unit }, []],
    ['w9-run-action', { unit }, []],
    ['w10-show-action-output', {}, []],
    ['w12-script', {}, []],
    ['w13-inner-lines', {}, ['repaired_indentation@1', 'product_assumed@1']],
    ['w15-chat', {}, ['ignored_lines@1']],
  ]
  it.each(wrappers)('%s', (name, facts, issues) => {
    expect(answer(loadFixture(name))).toEqual({
      products: [kafkaFacts(facts)],
      issues,
      units: facts.unit === undefined ? [] : [unit],
    })
  })

  it.each(wrappers)('%s keeps the password byte for byte, and only inside a Secret', (name) => {
    const parsed = parseCredentials(loadFixture(name))
    const [credential] = parsed.credentials
    if (credential === undefined || !isKafkaCredential(credential) || credential.password === null) {
      throw new Error('no Kafka credential with a password')
    }
    expect(openSecret(credential.password)).toBe(CANARY)
    expect(JSON.stringify(parsed)).not.toContain('Canary')
  })

  it('w6 offers every unit that says something else', () => {
    expect(answer(loadFixture('w6-choice'))).toEqual({
      products: [
        kafkaFacts({ unit: 'orders-integrator/0' }),
        kafkaFacts({
          unit: 'bills-integrator/0',
          topic: 'bills',
          username: 'relation-9',
          consumerGroupPrefix: 'relation-9-',
        }),
      ],
      issues: [],
      units: ['orders-integrator/0', 'bills-integrator/0'],
    })
  })

  it.each([
    ['w14-databag', ['databag@2']],
    ['w14-requests', ['databag@1']],
  ])('%s is refused: it holds references', (name, issues) => {
    expect(answer(loadFixture(name))).toEqual({ products: [], issues, units: [] })
  })

  it('w15 strips quotation marks, byte order marks, carriage returns and colours', () => {
    const plain = loadFixture('w1-kafka4')
    const expected = { products: [kafkaFacts(kafka4)], issues: [], units: [] }
    const quoted = plain.replace(/^(?=.)/gm, '> ')
    const coloured = plain
      .replace(/^( *)([\w-]+):/gm, '$1\u001b[1;34m$2\u001b[0m:')
      .replace('kafka', '\u001b]0;title\u0007kafka')
    const utf16 = `\uFFFD\uFFFD${plain.replace(/[\s\S]/g, '$&\0')}`
    for (const text of [quoted, `> ${quoted.replaceAll('\n', '\n> ')}`, coloured, `\uFEFF${plain}`, utf16]) {
      expect(answer(text)).toEqual(expected)
    }
    expect(answer(plain.replaceAll('\n', '\r\n'))).toEqual(expected)
    expect(answer(`\`\`\`\r\n${plain.replaceAll('\n', '\r\n')}\`\`\`\r\n`)).toEqual(expected)
  })

  it('reads several documents of one paste and lets a person choose by line', () => {
    const two = `${loadFixture('w10-show-action-output')}---\n${loadFixture('w10-show-action-output').replace('relation-8\n', 'relation-9\n')}`
    expect(answer(two)).toEqual({
      products: [kafkaFacts({ unit: 'line 2' }), kafkaFacts({ unit: 'line 15', username: 'relation-9' })],
      issues: [],
      units: ['line 2', 'line 15'],
    })
  })

  it('reads several commands of one terminal, each with its unit', () => {
    const first = loadFixture('w2-terminal')
    const second = first.replaceAll('integrator-0', 'integrator-1').replace('topic: orders', 'topic: bills')
    expect(answer(first + second)).toEqual({
      products: [
        kafkaFacts({ ...kafka4, unit }),
        kafkaFacts({ ...kafka4, topic: 'bills', unit: 'data-integrator/1' }),
      ],
      issues: ['topics_differ@37'],
      units: [unit, 'data-integrator/1'],
    })
  })
})

describe('the other products', () => {
  it('separates facts and secrets of all ten', () => {
    const parsed = parseCredentials(loadFixture('other-products'))
    expect(parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)).toEqual(['unknown_field@66'])
    expect(JSON.stringify(parsed)).not.toMatch(/canary/i)
    expect(
      Object.fromEntries(
        parsed.credentials.map(({ facts }) => [
          facts.product,
          'facts' in facts ? [facts.facts, facts.secrets] : null,
        ]),
      ),
    ).toEqual({
      cassandra: [{ endpoints: '10.1.0.1,10.1.0.2', username: 'relation-1' }, ['password']],
      etcd: [
        { endpoints: '10.1.0.3:2379', prefix: '/app/', username: 'relation-2', version: '3.5.18' },
        ['uris'],
      ],
      kyuubi: [
        {
          database: 'sales',
          endpoints: '10.1.0.4:10009',
          tls: 'False',
          username: 'relation-3',
          version: '1.10.2',
        },
        ['password', 'uris'],
      ],
      mongodb: [
        { database: 'sales', endpoints: '10.1.0.5,10.1.0.6', replset: 'mongodb', username: 'relation-4' },
        ['password', 'uris'],
      ],
      mongos: [
        { database: 'sales', endpoints: '10.1.0.7:27018', username: 'relation-5' },
        ['password', 'uris'],
      ],
      mysql: [
        {
          database: 'sales',
          endpoints: '10.1.0.8:3306',
          'read-only-endpoints': '10.1.0.9:3306',
          username: 'relation-6',
          version: '8.0.41',
        },
        ['password'],
      ],
      opensearch: [
        { endpoints: '10.1.0.10:9200', index: 'sales', username: 'relation-7', version: '2.19.0' },
        ['password'],
      ],
      postgresql: [
        {
          database: 'sales',
          endpoints: '10.1.0.11:5432',
          'read-only-endpoints': '10.1.0.12:5432',
          tls: 'False',
          username: 'relation-8',
          version: '14.15',
        },
        ['password', 'read-only-uris', 'uris'],
      ],
      valkey: [
        {
          endpoints: '10.1.0.13:6379',
          mode: 'replication',
          prefix: 'app:',
          'read-only-endpoints': '10.1.0.14:6379',
          'sentinel-endpoints': '10.1.0.13:26379',
          tls: 'disabled',
          username: 'relation-9',
        },
        ['password', 'shiny-new-field'],
      ],
      zookeeper: [
        {
          chroot: '/app',
          database: '/app',
          endpoints: '10.1.0.15,10.1.0.16',
          tls: 'disabled',
          username: 'relation-10',
        },
        ['password', 'uris'],
      ],
    })
  })
})
