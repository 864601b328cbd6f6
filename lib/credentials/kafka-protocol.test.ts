import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { ParsedPaste } from './credential.ts'
import { kafkaFacts, kafkaPaste } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function codes(parsed: ParsedPaste): string[] {
  return parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)
}

function facts(text: string): [unknown, string[]] {
  const parsed = parseCredentials(text)
  expect(parsed.credentials.length).toBeLessThanOrEqual(1)
  return [parsed.credentials[0]?.facts ?? null, codes(parsed)]
}

describe('addresses and protocol', () => {
  const ssl: Partial<KafkaFacts> = { securityProtocol: 'SASL_SSL' }
  const cases: [Record<string, string | null>, Partial<KafkaFacts> | null, string[]][] = [
    [{ endpoints: 'h:9092,h2:9092' }, { bootstrapServers: ['h:9092', 'h2:9092'] }, []],
    [
      { endpoints: 'kafka-k8s-0.kafka-k8s-endpoints:9092' },
      { bootstrapServers: ['kafka-k8s-0.kafka-k8s-endpoints:9092'] },
      [],
    ],
    [{ endpoints: '10.0.0.5:31234' }, { bootstrapServers: ['10.0.0.5:31234'] }, []],
    [
      { endpoints: 'fd42:1::a1:9092,[fd42:1::a2]:9092' },
      { bootstrapServers: ['[fd42:1::a1]:9092', '[fd42:1::a2]:9092'] },
      [],
    ],
    [{ endpoints: '" h:9092 , h:9092,"' }, { bootstrapServers: ['h:9092'] }, []],
    [{ endpoints: '["h:9092", "h2:9092"]' }, { bootstrapServers: ['h:9092', 'h2:9092'] }, []],
    [{ endpoints: 'h' }, null, ['endpoint_without_port@3']],
    [{ endpoints: 'h:99999' }, null, ['endpoint_invalid@3']],
    [{ endpoints: 'h:' }, null, ['quote_the_value@3']],
    [{ endpoints: '"h:"' }, null, ['endpoint_invalid@3']],
    [{ endpoints: 'a b:9092' }, null, ['endpoint_without_port@3']],
    [{ endpoints: null }, null, ['missing_field@1']],
    [{ endpoints: 'None' }, null, ['missing_field@1']],
    [{ tls: 'enabled', endpoints: 'h:9093' }, { ...ssl, bootstrapServers: ['h:9093'] }, ['ca_missing@1']],
    [{ tls: '"True"', endpoints: 'h:9093' }, { ...ssl, bootstrapServers: ['h:9093'] }, ['ca_missing@1']],
    [{ tls: '"False"' }, {}, []],
    [
      { tls: 'enabled', endpoints: 'h:9092' },
      { ...ssl, bootstrapServers: ['h:9092'], alternativeProtocols: ['SASL_PLAINTEXT'] },
      ['ca_missing@1', 'protocol_unclear@3'],
    ],
    [
      { endpoints: 'h:9093' },
      { bootstrapServers: ['h:9093'], alternativeProtocols: ['SASL_SSL'] },
      ['protocol_unclear@3'],
    ],
    [
      { tls: null, endpoints: 'h:9093' },
      { ...ssl, bootstrapServers: ['h:9093'] },
      ['tls_assumed@1', 'ca_missing@1'],
    ],
    [{ tls: null }, {}, ['tls_assumed@1']],
    [{ tls: 'maybe' }, null, ['value_not_understood@5']],
    [
      { endpoints: 'h:9094', tls: 'enabled' },
      {
        bootstrapServers: ['h:9094'],
        securityProtocol: 'SSL',
        saslMechanism: null,
        notes: ['This listener needs a client certificate and its key.'],
      },
      ['ca_missing@1', 'client_certificate_needed@3'],
    ],
    [
      { endpoints: 'h:9094', username: null, password: null },
      {
        bootstrapServers: ['h:9094'],
        securityProtocol: 'SSL',
        saslMechanism: null,
        username: null,
        secrets: [],
        notes: ['This listener needs a client certificate and its key.'],
      },
      ['ca_missing@1', 'client_certificate_needed@3'],
    ],
    [
      { endpoints: 'h:9095' },
      { bootstrapServers: ['h:9095'], saslMechanism: 'OAUTHBEARER' },
      ['oauth_port@3'],
    ],
    [{ endpoints: 'h:19092' }, { bootstrapServers: ['h:19092'] }, ['internal_port@3']],
    [{ endpoints: 'h:29092' }, { bootstrapServers: ['h:29092'] }, []],
    [{ endpoints: 'h:45394' }, { bootstrapServers: ['h:45394'] }, []],
    [{ endpoints: 'h:9097' }, null, ['controller_port@3']],
    [{ endpoints: 'h:9098' }, null, ['controller_port@3']],
    [{ endpoints: 'h:19193' }, null, ['controller_port@3']],
    [{ endpoints: 'h:9092,h:9093' }, { bootstrapServers: ['h:9092', 'h:9093'] }, ['ports_differ@3']],
    [
      { 'security-protocol': 'SASL_SSL', tls: null, endpoints: 'h:9093' },
      { ...ssl, bootstrapServers: ['h:9093'] },
      ['ca_missing@1'],
    ],
    [
      { 'security-protocol': 'sasl_ssl', 'sasl-mechanism': 'SCRAM-SHA-256', endpoints: 'h:40000' },
      {
        ...ssl,
        saslMechanism: 'SCRAM-SHA-256',
        alternativeProtocols: ['SASL_PLAINTEXT'],
        bootstrapServers: ['h:40000'],
      },
      ['ca_missing@1', 'protocol_unclear@3'],
    ],
  ]
  it.each(cases)('%j', (different, expected, issues) => {
    const [found, told] = facts(kafkaPaste(different))
    expect(found).toEqual(expected === null ? null : kafkaFacts(expected))
    expect(told.toSorted()).toEqual(issues.toSorted())
  })
})
