import 'server-only'
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'

/** A chain of a company's authorities has two or three; more is a bundle of something else. */
const MAX_CHAIN = 10
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * checkClientCertificate proves, before anything is stored, that a client certificate (PEM, its chain after it) can
 * be read, is valid now, and belongs to the key, which must not be encrypted. Gives the PEM with nothing around it.
 * Throws AppError `unprocessable` naming the field. No message holds a part of either.
 */
export function checkClientCertificate(certificatePem: string, keyPem: Secret): string {
  const blocks = certificatePem.match(CERTIFICATE) ?? []
  const [first] = blocks
  if (first === undefined) {
    throw refusal('clientCertificate', 'The client certificate is not in PEM form.', BEGINS_WITH_CERTIFICATE)
  }
  if (blocks.length > MAX_CHAIN) {
    throw refusal('clientCertificate', `The client certificate has a chain of more than ${MAX_CHAIN}.`)
  }
  const certificates = blocks.map(readCertificate)
  const leaf = certificates[0]
  if (!leaf?.checkPrivateKey(readKey(openSecret(keyPem)))) {
    throw refusal(
      'clientKey',
      'The client key does not belong to the client certificate.',
      'Paste the key that the certificate was requested with; the client’s own certificate stands first.',
    )
  }
  for (const certificate of certificates) requireValid(certificate)
  return `${blocks.join('\n')}\n`
}

const BEGINS_WITH_CERTIFICATE =
  'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.'

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw refusal('clientCertificate', 'The client certificate cannot be read.', BEGINS_WITH_CERTIFICATE)
  }
}

function requireValid(certificate: X509Certificate): void {
  const now = clock.now()
  const until = Date.parse(certificate.validTo)
  if (until <= now) {
    const day = new Date(until).toISOString().slice(0, 10)
    throw refusal('clientCertificate', `The client certificate expired on ${day}.`, 'Ask for a new one.')
  }
  const from = Date.parse(certificate.validFrom)
  if (from > now) {
    const day = new Date(from).toISOString().slice(0, 10)
    throw refusal('clientCertificate', `The client certificate is not valid before ${day}.`)
  }
}

function readKey(pem: string): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m.test(pem)) {
    throw refusal(
      'clientKey',
      'The client key is protected by a passphrase, which Keystream cannot ask for at every connection.',
      'Remove the passphrase with the command and paste the result; Keystream encrypts it itself.',
      'openssl pkey -in client.key -out client-plain.key',
    )
  }
  try {
    return createPrivateKey(pem)
  } catch {
    throw refusal(
      'clientKey',
      'The client key is not a private key in PEM form.',
      'Paste the text from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.',
    )
  }
}

function refusal(field: string, message: string, advice?: string, command?: string): AppError {
  return new AppError({ code: 'unprocessable', field, message, advice, command })
}
