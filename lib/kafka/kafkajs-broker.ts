import type { Socket } from 'node:net'
import Broker, { type ApiVersionRange } from 'kafkajs/src/broker/index.js'
import scram from 'kafkajs/src/broker/saslAuthenticator/scram.js'
import loggers from 'kafkajs/src/loggers/index.js'
import ConnectionPool, { type InternalConnection } from 'kafkajs/src/network/connectionPool.js'
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import {
  DEFAULT_CLIENT_ID,
  DEFAULT_CONNECT_TIMEOUT_MS,
  DEFAULT_REQUEST_TIMEOUT_MS,
  type KafkaTarget,
} from './kafka-target.ts'
import { MAX_GREETING_BYTES, MAX_RESPONSE_BYTES, type ResponseAssembler } from './response-assembler.ts'
import type { SaslOptions } from './security-options.ts'
import type { ServerAddress } from './server-address.ts'
import { MalformedResponseError } from './wire-reader.ts'

/** Logs in again so long before the session ends; a session shorter than this would log in before each request. */
const REAUTHENTICATE_BEFORE_MS = 2_500

/**
 * The most rounds of hashing that a broker may ask of us; Kafka itself keeps at most 16,384. A login can't be taken back
 * from the thread that hashes: four brokers that ask for two thousand million would hold all of Node's threads for hours.
 */
export const MAX_SCRAM_ITERATIONS = 100_000

const { SCRAM } = scram
const hash = SCRAM.hi
SCRAM.hi = async (password, salt, iterations, digest) => {
  // kafkajs refuses fewer than 4096 before it comes here, and what is no number at all it does not.
  if (!(iterations <= MAX_SCRAM_ITERATIONS)) throw new Error('Requested iterations are too many')
  return hash.call(SCRAM, password, salt, iterations, digest)
}

const silence = loggers.createLogger({ level: loggers.LEVELS.NOTHING, logCreator: () => () => undefined })

// kafkajs 2.2.4 arms a timer for every request even when nothing waits, with a negative delay (read as 1 ms): a
// warning of Node 24 and 3 % of a core for twenty idle connections. It is needed only while throttled.
const queue = RequestQueue.prototype
const scheduleCheck = queue.scheduleCheckPendingRequests
queue.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) scheduleCheck.call(this)
}

export type { Broker }
export type ApiVersions = Readonly<Record<string, ApiVersionRange>>

export interface BrokerOptions {
  readonly target: KafkaTarget
  readonly address: ServerAddress
  readonly nodeId: number | null
  readonly versions: ApiVersions | null
  readonly tls: boolean
  readonly sasl: SaslOptions | null
  readonly assembler: ResponseAssembler
  readonly openSocket: (onConnect: () => void) => Socket
  /** The peer sent what no Kafka sends; the stream can't be followed any further. */
  readonly onMalformed: (error: Error) => void
}

/** makeBroker makes kafkajs' Broker over exactly one socket of ours: TLS, SASL, versions and request queue are its. */
export function makeBroker(options: BrokerOptions): Broker {
  const { target, address, assembler } = options
  const requestTimeout = target.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS
  const pool = new ConnectionPool({
    ...address,
    logger: silence,
    clientId: target.clientId ?? DEFAULT_CLIENT_ID,
    // The socket's own options stay with us; kafkajs only asks whether there is TLS.
    ssl: options.tls ? {} : null,
    sasl: options.sasl,
    socketFactory: ({ onConnect }) => {
      assembler.reset()
      return options.openSocket(onConnect)
    },
    connectionTimeout: target.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    requestTimeout,
    enforceRequestTimeout: true,
    maxInFlightRequests: null,
    reauthenticationThreshold: REAUTHENTICATE_BEFORE_MS,
  })
  const [connection] = pool.pool
  if (!connection) throw new Error('kafkajs made a pool without connections.')
  // kafkajs opens a second socket for fetches; one Connection of ours is one socket.
  pool.pool = [connection, connection]
  receiveWith(connection, options)
  return new Broker({
    connectionPool: pool,
    logger: silence,
    nodeId: options.nodeId,
    versions: options.versions,
    authenticationTimeout: requestTimeout,
    allowAutoTopicCreation: false,
  })
}

/**
 * kafkajs trusts any length it reads (a negative one loops for ever, a huge one fills the memory) and joins all
 * chunks of a large answer once more; the assembler does neither.
 */
function receiveWith(connection: InternalConnection, { assembler, sasl, onMalformed }: BrokerOptions): void {
  connection.processData = (data) => {
    try {
      // The exchange of brokers before Kafka 1.0, of which kafkajs holds whatever comes.
      if (connection.authHandlers) throw new MalformedResponseError('The login is that of Kafka before 1.0.')
      const stranger = sasl !== null && connection.authenticatedAt === null
      assembler.maxBytes = stranger ? MAX_GREETING_BYTES : MAX_RESPONSE_BYTES
      assembler.push(data, (response) => {
        const [correlationId, payload] = [response.readInt32BE(0), response.subarray(4)]
        connection.requestQueue.fulfillRequest({ correlationId, payload, size: response.length })
      })
    } catch (error) {
      onMalformed(error instanceof Error ? error : new Error('Malformed answer'))
    }
  }
}
