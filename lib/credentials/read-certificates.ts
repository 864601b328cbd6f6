import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import {
  Set as Asn1Set,
  type AsnType,
  fromBER,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  Sequence,
  UTCTime,
} from 'asn1js'
import type { CertificateAuthority } from '#lib/shared/credential.ts'

export interface ReadCertificate {
  /** PEM with 64 characters a line, as every TLS library takes it. */
  readonly pem: string
  readonly facts: CertificateAuthority
}

export type CertificatesAnswer =
  | { readonly kind: 'certificates'; readonly certificates: readonly ReadCertificate[] }
  | { readonly kind: 'private-key' | 'unreadable' | 'no-pem' }

/** Roots and intermediates of a whole company; a paste has ten at most (R1). */
const MAX_CERTIFICATES = 50
const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----/g
const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/

/** Short names of RFC 4514 and those that OpenSSL adds. */
const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.42': 'GN',
  '2.5.4.45': 'x500UniqueIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

/**
 * readCertificates reads one or more PEM certificates, in the browser and in node alike. It also understands PEM whose
 * line breaks became blanks or the letters `\n`, and PEM that was wrapped in base64 once more. Verifies no signature.
 */
export function readCertificates(text: string): CertificatesAnswer {
  const plain = unwrapBase64(text.replaceAll('\\n', '\n'))
  if (/-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----/.test(plain)) return { kind: 'private-key' }
  if (!plain.includes('-----BEGIN')) return { kind: 'no-pem' }
  const certificates: ReadCertificate[] = []
  const begun = plain.split('-----BEGIN ').length - 1
  for (const [, label = '', body = ''] of plain.matchAll(BLOCK)) {
    const certificate = /^(?:TRUSTED |X509 )?CERTIFICATE$/.test(label) ? readCertificate(body) : null
    if (certificate === null || certificates.length >= MAX_CERTIFICATES) return { kind: 'unreadable' }
    if (!certificates.some(({ facts }) => facts.sha256 === certificate.facts.sha256))
      certificates.push(certificate)
    else continue
  }
  const read = [...plain.matchAll(BLOCK)].length
  return read === begun && certificates.length > 0
    ? { kind: 'certificates', certificates }
    : { kind: 'unreadable' }
}

function unwrapBase64(text: string): string {
  if (text.includes('-----BEGIN')) return text
  const compact = text.replace(/\s+/g, '')
  const bytes = BASE64.test(compact) ? base64Bytes(compact) : null
  const inner = bytes === null ? '' : new TextDecoder().decode(bytes)
  return inner.startsWith('-----BEGIN') ? inner : text
}

function base64Bytes(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function readCertificate(body: string): ReadCertificate | null {
  const der = base64Bytes(body)
  if (der === null || der.length === 0) return null
  const facts = readDer(der)
  if (facts === null) return null
  const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? []
  return { pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'), facts }
}

/** RFC 5280, 4.1: Certificate → TBSCertificate → [version] serial algorithm issuer validity subject … */
function readDer(der: Uint8Array<ArrayBuffer>): CertificateAuthority | null {
  try {
    const { offset, result } = fromBER(der)
    if (offset !== der.length || !(result instanceof Sequence)) return null
    const [body] = result.valueBlock.value
    if (!(body instanceof Sequence)) return null
    const parts = body.valueBlock.value
    const serial = parts.findIndex((part) => part instanceof Integer)
    const subject = nameOf(parts[serial + 4])
    const validity = parts[serial + 3]
    if (serial < 0 || subject === null || !(validity instanceof Sequence)) return null
    const [notBefore, notAfter] = validity.valueBlock.value.map(timeOf)
    if (!notBefore || !notAfter) return null
    return { subject, notBefore, notAfter, sha256: bytesToHex(sha256(der)) }
  } catch {
    // The library's message may quote what it was given, and says nothing a person could act on.
    return null
  }
}

function timeOf(part: AsnType): string | null {
  if (!(part instanceof UTCTime || part instanceof GeneralizedTime)) return null
  const date = part.toDate()
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function nameOf(part: AsnType | undefined): string | null {
  if (!(part instanceof Sequence)) return null
  const names = part.valueBlock.value.flatMap((set) => {
    if (!(set instanceof Asn1Set)) return []
    return set.valueBlock.value.flatMap((pair) => {
      if (!(pair instanceof Sequence)) return []
      const [type, value] = pair.valueBlock.value
      if (!(type instanceof ObjectIdentifier) || value === undefined) return []
      const oid = type.valueBlock.toString()
      const text = textOf(value)
      return text === null ? [] : [`${attributeNames[oid] ?? oid}=${text}`]
    })
  })
  return names.join(', ')
}

function textOf(value: AsnType): string | null {
  const block: unknown = value.valueBlock
  if (typeof block !== 'object' || block === null) return null
  const text: unknown = Reflect.get(block, 'value')
  // Control characters of a hostile certificate must not reach a terminal.
  return typeof text === 'string' ? text.replace(/[\u0000-\u001F\u007F-\u009F]/g, '\uFFFD') : null
}
