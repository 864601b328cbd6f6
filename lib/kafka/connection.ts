import { assertAddress } from '#lib/network/check-address.ts'
import { openSecret } from '#lib/shared/secret.ts'

import { ConnectionAbortedError, RequestTimeoutError, UnsupportedVersionError } from './connection-error.ts'
import type { CallOptions, ConnectionOptions } from './connection-options.ts'
import type { KafkaAnswer, KafkaRequest } from './kafka-request.ts'
import { DEFAULT_REQUEST_TIMEOUT_MS, type KafkaTarget } from './kafka-target.ts'
import { type ApiVersions, type Broker, makeBroker } from './kafkajs-broker.ts'
import { orAborted } from './or-aborted.ts'
import { ResponseAssembler } from './response-assembler.ts'
import { saslOptions, tlsOptions } from './security-options.ts'
import { formatServerAddress, parseServerAddress, type ServerAddress } from './server-address.ts'
import { type OpenSocket, openSocket } from './socket.ts'
import { WireReader } from './wire-reader.ts'

/** ApiVersions keeps the classic response header in every version, since it is sent before versions are known. */
const API_VERSIONS_KEY = 18

/**
 * Connection is one authenticated socket to one broker. It connects at the first call, under a lock, and again after
 * a loss. Errors are those of kafkajs and Node as they came, the innermost one under `cause`, with `broker` and
 * `phase` (`connect` or `request`) added; `translateError` makes a KafkaError of them at the room's border.
 */
export class Connection {
  readonly address: ServerAddress
  readonly nodeId: number | null
  readonly #target: KafkaTarget
  readonly #stopListening: () => void
  readonly #assembler = new ResponseAssembler()
  #broker: Broker | null = null
  #opening: Promise<Broker> | null = null
  #socket: OpenSocket | null = null
  #socketError: Error | null = null
  #versions: ApiVersions | null
  #destroyed: Error | null = null

  constructor(target: KafkaTarget, address: ServerAddress, options: ConnectionOptions) {
    this.#target = target
    this.address = address
    this.nodeId = options.nodeId ?? null
    this.#versions = options.versions ?? null
    const { signal } = options
    const onAbort = (): void => this.destroy('aborted')
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#stopListening = () => signal?.removeEventListener('abort', onAbort)
    if (signal?.aborted) this.destroy('aborted')
  }

  /** The request versions this broker speaks; null before the first connect. */
  get versions(): ApiVersions | null {
    return this.#versions
  }

  get connected(): boolean {
    return this.#broker?.isConnected() ?? false
  }

  get destroyed(): boolean {
    return this.#destroyed !== null
  }

  /** connect opens the socket, shakes hands and logs in, unless that is done already. */
  async connect(): Promise<void> {
    await this.#ready()
  }

  /** call sends one request and gives its decoded answer. A time-out also drops the socket: its answer may still come. */
  async call<Answer extends KafkaAnswer>(
    request: KafkaRequest<Answer>,
    options: CallOptions = {},
  ): Promise<Answer> {
    options.signal?.throwIfAborted()
    const waiting = this.#call(request, options)
    return orAborted(waiting, options.signal)
  }

  /** recycle takes back the buffer of an answer, once nobody looks at it any more. */
  recycle(buffer: Buffer): void {
    this.#assembler.recycle(buffer)
  }

  /** destroy ends the connection at once and for good; whoever waits on it gets a ConnectionAbortedError. */
  destroy(why = 'closed'): void {
    if (this.#destroyed) return
    this.#destroyed = new ConnectionAbortedError(`The connection was ${why}.`)
    this.#stopListening()
    this.#drop(this.#destroyed)
  }

  async #call<Answer extends KafkaAnswer>(
    request: KafkaRequest<Answer>,
    options: CallOptions,
  ): Promise<Answer> {
    const broker = await this.#ready()
    this.#assertSupported(request)
    const flexible = request.flexible ?? false
    const buffer = flexible ? Buffer.concat([Buffer.of(0), request.body]) : request.body
    const waitMs = (options.timeoutMs ?? this.#requestTimeoutMs) + (request.holdMs ?? 0)
    const timer = setTimeout(() => this.#timeOut(broker, request.name, waitMs), waitMs)
    try {
      return await broker.connectionPool.send<Answer>({
        // Our timer is the one that counts; kafkajs' own, never shorter than its default, only stands behind it.
        requestTimeout: waitMs * 2,
        logResponseError: false,
        request: {
          apiKey: request.apiKey,
          apiVersion: request.apiVersion,
          apiName: request.name,
          expectResponse: () => true,
          encode: () => ({ buf: buffer, buffer }),
        },
        response: {
          decode: (raw) => {
            const reader = new WireReader(raw)
            if (flexible && request.apiKey !== API_VERSIONS_KEY) reader.skipTags()
            const answer = request.decode(reader)
            return { clientSideThrottleTime: answer.throttleMs, answer }
          },
          parse: ({ answer }) => answer,
        },
      })
    } catch (error) {
      throw this.#destroyed ?? this.#located(error, 'request')
    } finally {
      clearTimeout(timer)
    }
  }

  get #requestTimeoutMs(): number {
    return this.#target.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS
  }

  #timeOut(broker: Broker, name: string, afterMs: number): void {
    if (this.#broker !== broker) return
    this.#drop(new RequestTimeoutError(`The broker did not answer ${name} within ${afterMs} ms.`))
  }

  #assertSupported(request: KafkaRequest<KafkaAnswer>): void {
    const range = this.#versions?.[request.apiKey]
    if (range && request.apiVersion >= range.minVersion && request.apiVersion <= range.maxVersion) return
    const spoken = range ? `versions ${range.minVersion} to ${range.maxVersion}` : 'no version'
    throw new UnsupportedVersionError(
      `This server speaks ${spoken} of ${request.name}; version ${request.apiVersion} is needed.`,
    )
  }

  async #ready(): Promise<Broker> {
    if (this.#destroyed) throw this.#destroyed
    const broker = this.#broker
    if (broker?.isConnected()) return broker
    // One opening for all who ask meanwhile: kafkajs' pool would open, and leak, a socket for each.
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  async #open(): Promise<Broker> {
    // A live socket whose session is about to end only logs in again; a dead one is replaced with all its state.
    const current = this.#broker
    const alive = current?.connectionPool.pool[0]?.isConnected() ?? false
    if (!alive) this.#drop(new ConnectionAbortedError('The connection was replaced.'))
    const broker = (alive ? current : null) ?? this.#makeBroker()
    this.#broker = broker
    this.#socketError = null
    try {
      assertAddress(this.#target.egress, this.address.host, this.address.port)
      await broker.connect()
    } catch (error) {
      if (this.#broker === broker) this.#drop(new ConnectionAbortedError('Connecting failed.'))
      throw this.#destroyed ?? this.#located(error, 'connect')
    }
    if (this.#destroyed) throw this.#destroyed
    this.#versions = broker.versions
    return broker
  }

  /** Adds what kafkajs loses of an error: where and when it came, and the socket's own (names in a certificate, …). */
  #located(error: unknown, phase: 'connect' | 'request'): unknown {
    if (!(error instanceof Error)) return error
    if (phase === 'connect' && error.cause === undefined && this.#socketError) error.cause = this.#socketError
    return Object.assign(error, { broker: formatServerAddress(this.address), phase })
  }

  #makeBroker(): Broker {
    const target = this.#target
    const tls = tlsOptions(target, target.clientKeyPem && openSecret(target.clientKeyPem))
    return makeBroker({
      target,
      address: this.address,
      nodeId: this.nodeId,
      versions: this.#versions,
      tls: tls !== null,
      assembler: this.#assembler,
      sasl: saslOptions(target, target.password && openSecret(target.password)),
      openSocket: (onConnect) => {
        const onError = (error: Error): void => {
          this.#socketError = error
        }
        this.#socket = openSocket({ ...this.address, tls, egress: target.egress, onConnect, onError })
        return this.#socket.stream
      },
      onMalformed: (error) => this.#drop(error),
    })
  }

  #drop(reason: Error): void {
    const [broker, socket] = [this.#broker, this.#socket]
    this.#broker = null
    this.#socket = null
    if (!broker) return
    const connection = broker.connectionPool.pool[0]
    connection?.rejectRequests(reason)
    connection?.authHandlers?.onError()
    socket?.reset(reason)
    // Stops kafkajs' own timers; nothing is in flight any more, so it does not wait.
    broker.disconnect().catch(() => undefined)
  }
}

/** openConnection makes a connection to `host:port`; it dials at its first call. Throws on an address that is none. */
export function openConnection(
  target: KafkaTarget,
  address: string,
  options: ConnectionOptions = {},
): Connection {
  const parsed = parseServerAddress(address)
  if (!parsed) throw new TypeError(`Not an address of the form host:port: ${address}`)
  return new Connection(target, parsed, options)
}
