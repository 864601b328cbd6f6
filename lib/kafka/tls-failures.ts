import { X509Certificate } from 'node:crypto'
import type { ChainLink } from './error-chain.ts'
import { type ErrorContext, type Failure, hostOf, PASTE_AGAIN } from './failure.ts'

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'INVALID_CA',
])

// Names out of a certificate are shown to people: nothing but the characters of host names, wildcards and addresses.
const NAME = /(?:DNS|IP Address):\s*([A-Za-z0-9.*:_-]{1,253})/g
const MAX_NAMES = 12

const isoDay = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`

const showCertificate = (broker: string) =>
  `openssl s_client -connect ${broker} -servername ${hostOf(broker)} </dev/null | openssl x509 -noout -subject -ext subjectAltName -dates`

function certificateNames(link: ChainLink, context: ErrorContext): readonly string[] {
  if (context.certificate?.names.length) return context.certificate.names.slice(0, MAX_NAMES)
  // For an address Node's sentence lists the certificate's addresses alone; the certificate itself tells all.
  if (link.certificateNames !== undefined) return namesIn(link.certificateNames)
  // Node lists them at the end: "…is not in the cert's altnames: DNS:a, IP Address:1.2.3.4", "…in the cert's list: 10.0.0.1".
  const addresses = /cert's list: ([0-9a-fA-F.:, ]*)$/.exec(link.message)?.[1]
  if (addresses !== undefined) return addresses.split(/,\s*/).filter(Boolean).slice(0, MAX_NAMES)
  return namesIn(link.message)
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(NAME)].map((match) => match[1] ?? '').slice(0, MAX_NAMES)
}

function clientCertificateProblem(context: ErrorContext): string {
  if (!context.clientCertificatePem) return 'is not trusted by it, or has expired'
  try {
    const { validToDate, validFromDate } = new X509Certificate(context.clientCertificatePem)
    if (validToDate < new Date()) return `has expired on ${isoDay(validToDate)}`
    if (validFromDate > new Date()) return `is not valid before ${isoDay(validFromDate)}`
    return `is not signed by an authority that the cluster trusts (it is valid until ${isoDay(validToDate)})`
  } catch {
    return 'can’t be read'
  }
}

/** explainTlsError knows the failures of a TLS handshake; null when the link is none of them. */
export function explainTlsError(link: ChainLink, broker: string, context: ErrorContext): Failure | null {
  const code = String(link.code ?? '')
  const fatal = (failure: Omit<Failure, 'retriable'>): Failure => ({ ...failure, retriable: false })
  if (UNKNOWN_AUTHORITY.has(code))
    return fatal({
      code: 'broker_tls_unknown_ca',
      message: `The certificate of ${broker} is not signed by the authority that the credentials name.`,
      advice: 'Paste the credentials again with their tls-ca: the whole block from BEGIN to END CERTIFICATE.',
      command: PASTE_AGAIN,
    })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificateNames(link, context)
    return fatal({
      code: 'broker_tls_name_mismatch',
      message: `The certificate of ${broker} is for other names${names.length ? `: ${names.join(', ')}` : ''}.`,
      advice:
        'Reach the broker by one of these names, or accept for this profile that the authority is verified but the name is not.',
      command: showCertificate(broker),
    })
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const since = context.certificate?.notAfter
    return fatal({
      code: 'broker_tls_expired',
      message:
        code === 'CERT_HAS_EXPIRED'
          ? `The certificate of ${broker} has expired${since ? ` on ${isoDay(since)}` : ''}.`
          : `The certificate of ${broker} is not valid yet. Check the clocks of the broker and of this server.`,
      advice:
        'The operator of the cluster must renew it; with Juju the TLS operator does that by itself when it runs.',
      command: showCertificate(broker),
    })
  }
  if (/ALERT_(BAD_CERTIFICATE|CERTIFICATE_REQUIRED)$/.test(code))
    return fatal({
      code: 'broker_tls_client_certificate_required',
      message: `${broker} asks for a client certificate.`,
      advice: 'Add the client certificate and its key to the profile, or use the port that ends in 93.',
    })
  if (/ALERT_(CERTIFICATE_UNKNOWN|UNKNOWN_CA|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED)$/.test(code))
    return fatal({
      code: 'broker_tls_client_certificate_rejected',
      message: `${broker} refuses the client certificate: it ${clientCertificateProblem(context)}.`,
      advice:
        'Give the profile a client certificate signed by the authority that the cluster was told to trust.',
    })
  if (/key values mismatch/i.test(link.message))
    return fatal({
      code: 'broker_tls_key_unusable',
      message: 'The client key does not belong to the client certificate.',
      advice: 'Paste the certificate and the key that were made together.',
    })
  if (
    /bad decrypt|interrupted or cancelled|bad password read|DECODER routines::unsupported/i.test(link.message)
  )
    return fatal({
      code: 'broker_tls_key_unusable',
      message: 'The client key is encrypted or unreadable.',
      advice: 'Give the key without a passphrase: openssl pkey decrypts it.',
      command: 'openssl pkey -in client.key -out client-plain.key',
    })
  if (
    /before secure TLS connection/i.test(link.message) ||
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code)
  )
    return null
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('CERT_'))
    return fatal({
      code: 'broker_tls_failed',
      message: `The TLS handshake with ${broker} failed.`,
      advice: 'The server may offer only old versions of TLS, or something between changes the connection.',
      command: `openssl s_client -connect ${broker} -servername ${hostOf(broker)} </dev/null`,
    })
  return null
}
