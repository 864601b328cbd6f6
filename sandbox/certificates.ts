import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand } from './run-command.ts'

/** Elliptic keys, since an RSA key costs up to a second and these cost milliseconds. */
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
/** A demo folder may be opened again much later. */
const VALID_DAYS = 3650
const OPENSSL_TIMEOUT_MS = 20_000

const openssl = (directory: string, args: readonly string[]) =>
  runCommand('openssl', args, { directory, timeoutMs: OPENSSL_TIMEOUT_MS })

export interface Authority {
  readonly directory: string
  readonly name: string
  readonly certificatePem: string
}

/** createAuthority makes a certificate authority as `<name>.pem` and `<name>.key` in a directory. */
export async function createAuthority(directory: string, name: string): Promise<Authority> {
  await openssl(directory, [
    ...['req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`],
    ...['-days', String(VALID_DAYS), '-subj', `/CN=${name}`],
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
  ])
  return openAuthority(directory, name)
}

/** openAuthority reads an authority that createAuthority made before. */
export async function openAuthority(directory: string, name: string): Promise<Authority> {
  const certificatePem = (await readFile(path.join(directory, `${name}.pem`), 'utf8')).trim()
  return { directory, name, certificatePem }
}

export interface CertificateRequest {
  readonly authority: Authority
  readonly name: string
  readonly commonName: string
  /** OpenSSL's form: `DNS:localhost,IP:127.0.0.1`. */
  readonly alternativeNames: string
  /** True makes one whose last day was yesterday. */
  readonly expired?: boolean
}

export interface IssuedCertificate {
  readonly certificatePem: string
  readonly keyPem: string
  /** Key, certificate and authority in one file: the form of `ssl.keystore.type=PEM` (KIP-651). */
  readonly bundlePath: string
}

/** issueCertificate makes a key and a certificate signed by the authority, as `<name>.{key,crt,bundle.pem}` beside it. */
export async function issueCertificate(request: CertificateRequest): Promise<IssuedCertificate> {
  const { authority, name } = request
  const { directory } = authority
  const file = (suffix: string) => path.join(directory, `${name}.${suffix}`)
  await writeFile(file('ext'), `subjectAltName=${request.alternativeNames}\n`)
  await openssl(directory, [
    ...['req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`],
    ...['-subj', `/CN=${request.commonName}`],
  ])
  await openssl(directory, [
    ...['x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, '-extfile', `${name}.ext`],
    ...['-CA', `${authority.name}.pem`, '-CAkey', `${authority.name}.key`],
    // A random serial, since several are issued at once and a serial file would be shared.
    ...['-set_serial', `0x${crypto.randomUUID().replaceAll('-', '').slice(1)}`],
    ...['-days', String(request.expired === true ? -1 : VALID_DAYS)],
  ])
  const keyPem = await readFile(file('key'), 'utf8')
  const certificatePem = await readFile(file('crt'), 'utf8')
  const bundlePath = file('bundle.pem')
  await writeFile(bundlePath, `${keyPem}${certificatePem}${authority.certificatePem}\n`, { mode: 0o600 })
  return { certificatePem: certificatePem.trim(), keyPem: keyPem.trim(), bundlePath }
}
