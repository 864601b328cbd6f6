import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { loadFixture } from './fixtures/load-fixture.ts'
import { readCertificates } from './read-certificates.ts'

const pem = loadFixture('kafka-tls')
  .split('\n')
  .filter((line) => line.startsWith('    '))
  .filter((line) => /^ {4}(?:-----|[A-Za-z0-9+/]+=*$)/.test(line))
  .map((line) => line.trim())
  .join('\n')

it('says the same as node’s own reader', () => {
  const answer = readCertificates(pem)
  if (answer.kind !== 'certificates') throw new Error(answer.kind)
  expect(answer.certificates.length).toBe(2)
  for (const { pem: one, facts } of answer.certificates) {
    const certificate = new X509Certificate(one)
    expect(facts).toEqual({
      subject: certificate.subject.replaceAll('\n', ', '),
      notBefore: certificate.validFromDate.toISOString(),
      notAfter: certificate.validToDate.toISOString(),
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    })
  }
})

it('refuses a chain of which one certificate is damaged', () => {
  expect(readCertificates(pem.replace('MI', 'MM')).kind).toBe('unreadable')
  expect(readCertificates(pem.slice(0, -40)).kind).toBe('unreadable')
  expect(readCertificates(`${pem}\n-----BEGIN CERTIFICATE-----`).kind).toBe('unreadable')
  expect(readCertificates('').kind).toBe('no-pem')
})

it('shows a certificate once that stands twice', () => {
  const answer = readCertificates(`${pem}\n${pem}`)
  expect(answer.kind === 'certificates' && answer.certificates.length).toBe(2)
})
