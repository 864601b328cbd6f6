import { type PeerCertificate, TLSSocket } from 'node:tls'
import { RequestTimeoutError } from './connection-error.ts'
import type { CertificateNames } from './failure.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { MAX_GREETING_BYTES, ResponseAssembler } from './response-assembler.ts'
import { formatServerAddress, type ServerAddress } from './server-address.ts'
import type { OpenSocket } from './socket.ts'
import { openTargetSocket } from './target-socket.ts'
import { WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

const API_VERSIONS = 18
const SASL_HANDSHAKE = 17
const MAX_SHOWN_NAMES = 12

export interface ProbeOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly certificate?: 'verify' | 'look'
}

/**
 * PortProbe looks at one port without logging in: does it accept, does it shake hands, does it answer as Kafka does,
 * which SASL mechanisms does it offer. Errors come as Node made them, with the broker noted on them.
 */
export class PortProbe {
  readonly #address: ServerAddress
  readonly #socket: OpenSocket
  readonly #timeoutMs: number
  readonly #failed = Promise.withResolvers<never>()
  readonly #assembler = new ResponseAssembler()
  #answer: PromiseWithResolvers<Buffer> | null = null
  #correlation = 0

  private constructor(
    target: KafkaTarget,
    address: ServerAddress,
    options: ProbeOptions,
    connected: () => void,
  ) {
    this.#address = address
    this.#timeoutMs = options.timeoutMs
    this.#failed.promise.catch(() => undefined)
    this.#assembler.maxBytes = MAX_GREETING_BYTES
    this.#socket = openTargetSocket(target, address, {
      certificate: options.certificate ?? 'verify',
      onConnect: connected,
      onError: (error) => this.#fail(error),
    })
    this.#socket.stream.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#socket.stream.on('close', () =>
      this.#fail(named('KafkaJSConnectionClosedError', 'Closed connection')),
    )
    const onAbort = () => this.#fail(new DOMException('Aborted', 'AbortError'))
    options.signal?.addEventListener('abort', onAbort, { once: true })
    this.#socket.stream.once('close', () => options.signal?.removeEventListener('abort', onAbort))
    if (options.signal?.aborted) onAbort()
  }

  /** connect dials, with the TLS handshake when the target's protocol has one. */
  static async connect(
    target: KafkaTarget,
    address: ServerAddress,
    options: ProbeOptions,
  ): Promise<PortProbe> {
    const connected = Promise.withResolvers<void>()
    const probe = new PortProbe(target, address, options, connected.resolve)
    try {
      await probe.#within(connected.promise, () => named('KafkaJSConnectionError', 'Connection timeout'))
      return probe
    } catch (error) {
      probe.close()
      throw error
    }
  }

  /** What TLS agreed on; null without TLS. */
  tls(): { readonly version: string; readonly certificate: CertificateNames } | null {
    const { stream } = this.#socket
    if (!(stream instanceof TLSSocket)) return null
    // Empty when there is none, whatever its type says.
    const given: Partial<PeerCertificate> = stream.getPeerCertificate()
    const { subjectaltname = '', valid_to: notAfter, issuer } = given
    const names = subjectaltname.split(', ').map((name) => name.slice(name.indexOf(':') + 1))
    const certificate = {
      names: names.filter((name) => /^[A-Za-z0-9.*:_-]{1,253}$/.test(name)).slice(0, MAX_SHOWN_NAMES),
      notAfter: notAfter ? new Date(notAfter) : null,
      issuer: typeof issuer?.CN === 'string' ? issuer.CN : null,
    }
    return { version: stream.getProtocol() ?? 'TLS', certificate }
  }

  /** apiVersions says how many kinds of request the port takes. Kafka answers it before any login. */
  async apiVersions(): Promise<number> {
    const reader = await this.#ask('ApiVersions', API_VERSIONS, 0, new WireWriter().finish())
    reader.int16()
    return reader.int32()
  }

  /** saslMechanisms lists what the port offers when asked for `mechanism`; null when it takes no SASL here. */
  async saslMechanisms(mechanism: string): Promise<string[] | null> {
    const reader = await this.#ask(
      'SaslHandshake',
      SASL_HANDSHAKE,
      1,
      new WireWriter().string(mechanism).finish(),
    )
    const code = reader.int16()
    const offered = reader.array((each) => each.string() ?? '')
    return code === 0 || code === 33 ? offered : null
  }

  close(): void {
    this.#socket.reset(new Error('closed'))
  }

  async #ask(name: string, apiKey: number, version: number, body: Buffer): Promise<WireReader> {
    const header = new WireWriter()
      .int16(apiKey)
      .int16(version)
      .int32(++this.#correlation)
      .string('keystream')
      .finish()
    const length = new WireWriter().int32(header.length + body.length).finish()
    const answer = Promise.withResolvers<Buffer>()
    this.#answer = answer
    this.#socket.stream.write(Buffer.concat([length, header, body]))
    const late = () =>
      new RequestTimeoutError(`The broker did not answer ${name} within ${this.#timeoutMs} ms.`)
    const reader = new WireReader(await this.#within(answer.promise, late))
    reader.int32() // correlation id
    return reader
  }

  async #within<T>(work: Promise<T>, late: () => Error): Promise<T> {
    const timer = setTimeout(() => this.#fail(late()), this.#timeoutMs)
    try {
      return await Promise.race([work, this.#failed.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #receive(chunk: Buffer): void {
    try {
      this.#assembler.push(chunk, (response) => this.#answer?.resolve(response))
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('Malformed response'))
    }
  }

  #fail(error: Error): void {
    this.#failed.reject(
      Object.assign(error, { broker: formatServerAddress(this.#address), phase: 'connect' }),
    )
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

/** lookAtCertificate gives the facts of a server's certificate, good or not; null when it can't be had. */
export async function lookAtCertificate(
  target: KafkaTarget,
  address: ServerAddress,
  options: ProbeOptions,
): Promise<CertificateNames | null> {
  try {
    const probe = await PortProbe.connect(target, address, { ...options, certificate: 'look' })
    const tls = probe.tls()
    probe.close()
    return tls?.certificate ?? null
  } catch {
    return null
  }
}
