import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { setClock } from '#lib/server/base/clock.ts'
import { type Additions, adjustCredential } from './adjust-credential.ts'
import { readPaste } from './read-paste.ts'

const text = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const plain = readPaste(text, {})
const prefix = readPaste(text.replaceAll('orders', 'orders-*'), {})
const tls = readPaste(text.replace('tls: disabled', 'tls: enabled'), {})

let folder: string
let certificate: string
let key: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-pem-'))
  const [certFile, keyFile] = [join(folder, 'c.pem'), join(folder, 'k.pem')]
  const request = ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '30', '-subj', '/CN=client']
  execFileSync('openssl', [...request, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
  certificate = readFileSync(certFile, 'utf8')
  key = readFileSync(keyFile, 'utf8')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

function refusal(credential: Credential, additions: Additions): unknown {
  try {
    adjustCredential(credential, additions)
    return 'taken'
  } catch (error) {
    return error
  }
}
const facts = (credential: Credential, additions: Additions) => adjustCredential(credential, additions).facts

it('leaves a credential alone when nothing is added', () => {
  expect(adjustCredential(plain, {})).toEqual(plain)
})

it('takes a topic that the grant covers, and no other', () => {
  expect(facts(prefix, { topic: 'orders-eu' })).toMatchObject({ topic: 'orders-eu', topicPrefix: false })
  expect(facts(plain, { topic: 'orders' })).toEqual(plain.facts)
  expect(refusal(prefix, { topic: 'invoices' })).toMatchObject({ code: 'unprocessable', field: 'topic' })
  expect(refusal(plain, { topic: 'invoices' })).toMatchObject({ code: 'unprocessable', field: 'topic' })
  expect(refusal(prefix, { topic: 'orders-!' })).toMatchObject({ field: 'topic' })
})

it('takes a protocol that the paste fits, and no other', () => {
  expect(refusal(plain, { securityProtocol: 'SSL' })).toMatchObject({ field: 'securityProtocol' })
  const [other] = isKafkaCredential(tls) ? tls.facts.alternativeProtocols : []
  expect(other).toBeDefined()
  if (other) expect(facts(tls, { securityProtocol: other })).toMatchObject({ securityProtocol: other })
})

it('takes an authority where the paste has none, once', () => {
  const withCa = adjustCredential(tls, { certificateAuthority: certificate })
  expect(withCa.certificateAuthorityPems).toHaveLength(1)
  expect(refusal(withCa, { certificateAuthority: certificate })).toMatchObject({
    field: 'certificateAuthority',
  })
  expect(refusal(tls, { certificateAuthority: key })).toMatchObject({
    message: matching(/private key/),
  })
  expect(refusal(tls, { certificateAuthority: 'rubbish' })).toMatchObject({ field: 'certificateAuthority' })
})

it('takes a client certificate with its key, the key as a secret', () => {
  const adjusted = adjustCredential(plain, { clientCertificate: `noise\n${certificate}`, clientKey: key })
  expect(isKafkaCredential(adjusted) && adjusted.clientCertificatePem).toBe(certificate)
  expect(JSON.stringify(adjusted)).not.toContain('PRIVATE KEY')
})

it('refuses what could not be used, naming the field and quoting nothing', () => {
  const foreign = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const locked = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  const cases: [Additions, string, RegExp][] = [
    [{ clientCertificate: certificate }, 'clientKey', /needs its key/],
    [{ clientKey: key }, 'clientCertificate', /needs its certificate/],
    [{ clientCertificate: certificate, clientKey: foreign }, 'clientKey', /does not belong/],
    [{ clientCertificate: certificate, clientKey: locked }, 'clientKey', /passphrase/],
    [{ clientCertificate: certificate, clientKey: 'rubbish' }, 'clientKey', /not a private key/],
    [{ clientCertificate: 'rubbish', clientKey: key }, 'clientCertificate', /not in PEM form/],
    [
      { clientCertificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', clientKey: key },
      'clientCertificate',
      /cannot be read/,
    ],
  ]
  for (const [additions, field, message] of cases) {
    const error = refusal(plain, additions)
    expect(error).toMatchObject({ code: 'unprocessable', field, message: matching(message) })
  }
})

it('refuses a client certificate outside its time', () => {
  const pair = { clientCertificate: certificate, clientKey: key }
  const at = (days: number) => setClock({ now: () => Date.now() + days * 86_400_000 })
  let restore = at(31)
  expect(refusal(plain, pair)).toMatchObject({ message: matching(/expired on \d{4}-\d\d-\d\d/) })
  restore()
  restore = at(-2)
  expect(refusal(plain, pair)).toMatchObject({ message: matching(/not valid before/) })
  restore()
})
