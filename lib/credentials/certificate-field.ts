import type { CertificateAuthority } from '#lib/shared/credential.ts'
import type { ProductFields } from './product-fields.ts'
import { readCertificates } from './read-certificates.ts'

export interface Authorities {
  readonly pems: readonly string[]
  readonly facts: readonly CertificateAuthority[]
}

const none: Authorities = { pems: [], facts: [] }
/** The Kafka 3 charm prints the state of TLS here instead of a certificate; other charms print an empty word. */
const words: ReadonlySet<string> = new Set(['enabled', 'disabled', 'true', 'false'])

/** readAuthorities reads `tls-ca`: a certificate, a chain, or a mere word, which counts as none. */
export function readAuthorities(fields: ProductFields): Authorities {
  const field = fields.get('tls-ca')
  if (field === null || words.has(field.text.trim().toLowerCase())) return none
  const answer = readCertificates(field.text)
  if (answer.kind === 'certificates') {
    return {
      pems: answer.certificates.map(({ pem }) => pem),
      facts: answer.certificates.map(({ facts }) => facts),
    }
  }
  const code = answer.kind === 'private-key' ? 'private_key_here' : 'ca_unreadable'
  fields.issue(code, { line: field.line, field: 'tls-ca' })
  return none
}
