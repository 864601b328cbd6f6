import type { Socket } from 'node:net'
import Broker, { type ApiVersionRange } from 'kafkajs/src/broker/index.js'
import loggers from 'kafkajs/src/loggers/index.js'
import ConnectionPool, { type InternalConnection } from 'kafkajs/src/network/connectionPool.js'
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import {
  DEFAULT_CLIENT_ID,
  DEFAULT_CONNECT_TIMEOUT_MS,
  DEFAULT_REQUEST_TIMEOUT_MS,
  type KafkaTarget,
} from './kafka-target.ts'
import type { ResponseAssembler } from './response-assembler.ts'
import type { SaslOptions } from './security-options.ts'
import type { ServerAddress } from './server-address.ts'

/** Logs in again so long before the session ends; a session shorter than this would log in before each request. */
const REAUTHENTICATE_BEFORE_MS = 2_500

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
  receiveWith(assembler, connection, options.onMalformed)
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
function receiveWith(
  assembler: ResponseAssembler,
  connection: InternalConnection,
  onMalformed: (e: Error) => void,
): void {
  const processData = connection.processData.bind(connection)
  connection.processData = (data) => {
    // The raw SASL exchange of brokers before Kafka 1.0, which is not framed like the rest.
    if (connection.authHandlers) {
      processData(Buffer.from(data))
      return
    }
    try {
      assembler.push(data, (response) => {
        const [correlationId, payload] = [response.readInt32BE(0), response.subarray(4)]
        connection.requestQueue.fulfillRequest({ correlationId, payload, size: response.length })
      })
    } catch (error) {
      onMalformed(error instanceof Error ? error : new Error('Malformed answer'))
    }
  }
}
