import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Certificates {
  /** In PEM, as a paste has it. */
  readonly authority: string
  readonly good: Certificate
  readonly otherName: Certificate
  readonly expired: Certificate
  /** Good in itself, and of an authority that nobody named. */
  readonly otherAuthority: Certificate
}

/** makeCertificates makes an authority and certificates for 127.0.0.1 with one thing wrong each. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keystream-e2e-tls-'))
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] })
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  const authority = (name: string): void => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
    openssl('req', '-x509', ...newKey, ...files, '-days', '30', '-subj', `/CN=${name}`)
  }
  const issue = (name: string, by: string, names: string, days = 30): Certificate => {
    writeFileSync(path.join(folder, `${name}.ext`), `subjectAltName=${names}\n`)
    openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const signer = [
      '-CA',
      `${by}.pem`,
      '-CAkey',
      `${by}.key`,
      '-set_serial',
      `0x${crypto.randomUUID().slice(0, 7)}`,
    ]
    const files = ['-in', `${name}.csr`, '-out', `${name}.crt`, '-extfile', `${name}.ext`]
    openssl('x509', '-req', ...files, ...signer, '-days', String(days))
    return { cert: read(`${name}.crt`), key: read(`${name}.key`) }
  }
  try {
    authority('ours')
    authority('theirs')
    const here = 'IP:127.0.0.1'
    return {
      authority: read('ours.pem').trim(),
      good: issue('good', 'ours', here),
      otherName: issue('other-name', 'ours', 'DNS:kafka-0.example'),
      expired: issue('expired', 'ours', here, -1),
      otherAuthority: issue('other-authority', 'theirs', here),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
