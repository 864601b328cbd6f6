import { expect, test } from 'vitest'
import { checkForm, createBody, emptyForm } from './save-form-state.ts'
import { kafkaFacts } from './testing/make-profile.ts'

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'

test('sends only what was asked for', () => {
  const form = { ...emptyForm, topic: 'x', clientKey: key, clientCertificate: certificate, labels: ['a'] }
  expect(createBody({ text: 'T', facts: kafkaFacts, several: false, name: ' n ', form })).toEqual({
    text: 'T',
    name: 'n',
    labels: ['a'],
  })
})

test('says that names are not verified only where there are names to verify', () => {
  const form = { ...emptyForm, verifyHostname: false }
  const request = { text: 'T', several: false, name: 'n', form }
  expect(createBody({ ...request, facts: kafkaFacts })).not.toHaveProperty('verifyHostname')
  const facts = { ...kafkaFacts, securityProtocol: 'SASL_SSL' as const }
  expect(createBody({ ...request, facts })).toMatchObject({ verifyHostname: false })
  expect(createBody({ ...request, facts, form: emptyForm })).not.toHaveProperty('verifyHostname')
})

test('names product and unit when the paste holds several', () => {
  expect(createBody({ text: 'T', facts: kafkaFacts, several: true, name: 'n', form: emptyForm })).toEqual({
    text: 'T',
    name: 'n',
    labels: [],
    product: 'kafka',
    unit: 'data-integrator/0',
  })
})

test('sends topic, protocol, authority and client certificate where the paste leaves them open', () => {
  const facts = { ...kafkaFacts, topicPrefix: true, alternativeProtocols: ['SSL' as const] }
  const form = {
    ...emptyForm,
    topic: 'orders-1',
    protocol: 'SSL' as const,
    certificateAuthority: certificate,
    clientCertificate: certificate,
    clientKey: key,
  }
  expect(checkForm(form, 'n', facts)).toEqual({})
  expect(createBody({ text: 'T', facts, several: false, name: 'n', form })).toEqual({
    text: 'T',
    name: 'n',
    labels: [],
    topic: 'orders-1',
    securityProtocol: 'SSL',
    certificateAuthority: certificate,
    clientCertificate: certificate,
    clientKey: key,
  })
})

test.each([
  ['an empty name', {}, { name: 'Give the profile a name.' }, ''],
  [
    'a topic outside the grant',
    { topic: 'clicks' },
    { topic: 'The grant is for topics that begin with orders' },
    'n',
  ],
  [
    'a topic that Kafka refuses',
    { topic: 'orders!' },
    { topic: 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -' },
    'n',
  ],
])('finds %s', (_what, change, errors, name) => {
  const facts = { ...kafkaFacts, topicPrefix: true }
  expect(checkForm({ ...emptyForm, ...change }, name, facts)).toEqual(errors)
})

test('asks for certificate and key of a listener that wants them, and refuses a key with a passphrase', () => {
  const facts = { ...kafkaFacts, securityProtocol: 'SSL' as const }
  expect(Object.keys(checkForm(emptyForm, 'n', facts))).toEqual(['clientCertificate', 'clientKey'])
  const form = {
    ...emptyForm,
    clientCertificate: certificate,
    clientKey: key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'),
  }
  expect(checkForm(form, 'n', facts).clientKey).toContain('openssl pkey')
})
