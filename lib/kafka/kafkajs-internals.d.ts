/**
 * What we use of kafkajs' internals, which carry no types of their own. Read in version 2.2.4; a contract test fails
 * when another version is installed.
 */
declare module 'kafkajs/src/loggers/index.js' {
  interface InternalLogger {
    namespace(name: string): InternalLogger
  }
  interface Loggers {
    createLogger(options: { level: number; logCreator: () => () => void }): InternalLogger
    readonly LEVELS: { readonly NOTHING: number }
  }
  const loggers: Loggers
  export default loggers
  export type { InternalLogger }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    pending: unknown[]
    throttledUntil: number
    scheduleCheckPendingRequests: (this: RequestQueue) => void
    fulfillRequest(answer: { correlationId: number; payload: Buffer; size: number }): void
  }
  export default RequestQueue
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type { Socket } from 'node:net'
  import type { InternalLogger } from 'kafkajs/src/loggers/index.js'
  import type RequestQueue from 'kafkajs/src/network/requestQueue/index.js'

  interface SocketFactoryOptions {
    host: string
    port: number
    ssl: object | null
    onConnect: () => void
  }
  interface PoolOptions {
    host: string
    port: number
    logger: InternalLogger
    clientId: string
    ssl: object | null
    sasl: { mechanism: string; username: string; password: string } | null
    socketFactory: (options: SocketFactoryOptions) => Socket
    connectionTimeout: number
    requestTimeout: number
    enforceRequestTimeout: boolean
    maxInFlightRequests: number | null
    reauthenticationThreshold: number
  }
  interface InternalConnection {
    socket?: Socket
    authHandlers: { onError(): void } | null
    /** Null until somebody has logged in; also where no login is asked for. */
    authenticatedAt: readonly [number, number] | null
    requestQueue: RequestQueue
    isConnected(): boolean
    rejectRequests(error: Error): void
    processData(data: Buffer): void
  }
  interface RawRequest<T> {
    requestTimeout: number | null
    logResponseError: boolean
    request: {
      apiKey: number
      apiVersion: number
      apiName: string
      expectResponse: () => boolean
      encode: () => { buf: Buffer; buffer: Buffer }
    }
    response: {
      decode: (raw: Buffer) => { clientSideThrottleTime: number; answer: T }
      parse: (decoded: { clientSideThrottleTime: number; answer: T }) => T
    }
  }
  class ConnectionPool {
    constructor(options: PoolOptions)
    pool: InternalConnection[]
    send<T>(request: RawRequest<T>): Promise<T>
  }
  export default ConnectionPool
  export type { InternalConnection, SocketFactoryOptions }
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram.js' {
  type Hash = (password: string, salt: Buffer, iterations: number, digest: object) => Promise<Buffer>
  const scram: { readonly SCRAM: { hi: Hash } }
  export default scram
}

declare module 'kafkajs/src/broker/index.js' {
  import type { InternalLogger } from 'kafkajs/src/loggers/index.js'
  import type ConnectionPool from 'kafkajs/src/network/connectionPool.js'

  interface ApiVersionRange {
    minVersion: number
    maxVersion: number
  }
  class Broker {
    constructor(options: {
      connectionPool: ConnectionPool
      logger: InternalLogger
      nodeId: number | null
      versions: Record<string, ApiVersionRange> | null
      authenticationTimeout: number
      allowAutoTopicCreation: boolean
    })
    connectionPool: ConnectionPool
    versions: Record<string, ApiVersionRange> | null
    isConnected(): boolean
    connect(): Promise<void>
    disconnect(): Promise<void>
  }
  export default Broker
  export type { ApiVersionRange }
}
