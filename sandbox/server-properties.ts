import type { PortBlock, PortName } from './port-block.ts'

/** faultListeners are those that a good cluster does not have; each shows one failure of the way to a broker. */
export const faultListeners = ['expired', 'otherName', 'otherAuthority', 'elsewhere'] as const
export type FaultListener = (typeof faultListeners)[number]

/** ListenerName: the charm's three client listeners, the plain one for our own administration, and the faults. */
export type ListenerName = 'internal' | 'scram' | 'scramTls' | 'mutualTls' | FaultListener

export const LOOPBACK = '127.0.0.1'

const protocols: Readonly<Record<ListenerName, string>> = {
  internal: 'PLAINTEXT',
  scram: 'SASL_PLAINTEXT',
  scramTls: 'SASL_SSL',
  mutualTls: 'SSL',
  expired: 'SASL_SSL',
  otherName: 'SASL_SSL',
  otherAuthority: 'SASL_SSL',
  elsewhere: 'SASL_PLAINTEXT',
}

export interface NodePaths {
  readonly data: string
  readonly truststore: string
  /** The key store of each listener with TLS; `broker` serves those that are not named. */
  readonly keystores: Readonly<Partial<Record<ListenerName, string>> & { broker: string }>
}

export interface ServerOptions {
  readonly nodeId: number
  /** All nodes' ports, the first node's first. */
  readonly blocks: readonly PortBlock[]
  readonly paths: NodePaths
  readonly faults: readonly FaultListener[]
  /** `host:port` that the `elsewhere` listener advertises; by default a port on which nothing listens. */
  readonly elsewhere?: string | undefined
  /** Milliseconds after which a SASL session must log in again (KIP-368). */
  readonly reauthenticateAfterMs?: number | undefined
  readonly superUsers: readonly string[]
  /** Any other broker properties, which win. */
  readonly properties: Readonly<Record<string, string>>
}

/** Listener names in properties are case-blind words without separators. */
const propertyName = (listener: ListenerName) => listener.toLowerCase()
const kafkaName = (listener: ListenerName) => listener.toUpperCase()

function listenerProperties(options: ServerOptions, listeners: readonly ListenerName[]) {
  const properties: Record<string, string> = {}
  for (const listener of listeners) {
    const prefix = `listener.name.${propertyName(listener)}`
    if (protocols[listener].startsWith('SASL')) {
      const scram = `${prefix}.scram-sha-512`
      properties[`${scram}.sasl.jaas.config`] =
        'org.apache.kafka.common.security.scram.ScramLoginModule required;'
      if (options.reauthenticateAfterMs !== undefined) {
        properties[`${scram}.connections.max.reauth.ms`] = String(options.reauthenticateAfterMs)
      }
    }
    const keystore = options.paths.keystores[listener]
    if (keystore !== undefined) {
      properties[`${prefix}.ssl.keystore.type`] = 'PEM'
      properties[`${prefix}.ssl.keystore.location`] = keystore
    }
  }
  return properties
}

/** One thread where a default has many, small buffers: a test's broker serves one person. */
const smallness = {
  'num.network.threads': '1',
  'num.io.threads': '2',
  'background.threads': '1',
  'num.recovery.threads.per.data.dir': '1',
  'num.replica.fetchers': '1',
  'log.cleaner.threads': '1',
  'log.cleaner.dedupe.buffer.size': '1048577',
  'queued.max.requests': '50',
  'log.index.size.max.bytes': '1048576',
  'group.coordinator.threads': '1',
}

/** Internal topics with one partition are made at once; with 50 the first group waits for them. */
function internalTopics(nodes: number) {
  const properties: Record<string, string> = {
    'group.initial.rebalance.delay.ms': '0',
    'default.replication.factor': String(nodes),
  }
  const minimum = String(nodes > 1 ? 2 : 1)
  if (nodes > 1) properties['min.insync.replicas'] = minimum
  for (const [prefix, isr] of [
    ['offsets.topic', null],
    ['transaction.state.log', 'transaction.state.log.min.isr'],
    ['share.coordinator.state.topic', 'share.coordinator.state.topic.min.isr'],
  ] as const) {
    properties[`${prefix}.num.partitions`] = '1'
    properties[`${prefix}.replication.factor`] = String(nodes)
    if (isr !== null) properties[isr] = minimum
  }
  return properties
}

/** serverProperties is the text of one node's server.properties: broker and controller in one process (KRaft). */
export function serverProperties(options: ServerOptions): string {
  const own = options.blocks[options.nodeId - 1]
  if (own === undefined) throw new Error(`No ports for node ${options.nodeId}`)
  const listeners: ListenerName[] = ['internal', 'scram', 'scramTls', 'mutualTls', ...options.faults]
  const address = (name: PortName) => `${LOOPBACK}:${own.port(name)}`
  const advertised = (name: ListenerName) =>
    name === 'elsewhere' ? (options.elsewhere ?? address('closed')) : address(name)
  const voters = options.blocks.map((block, i) => `${i + 1}@${LOOPBACK}:${block.port('controller')}`)
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(options.nodeId),
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: [
      `CONTROLLER://${address('controller')}`,
      ...listeners.map((name) => `${kafkaName(name)}://${address(name)}`),
    ].join(','),
    'advertised.listeners': listeners.map((name) => `${kafkaName(name)}://${advertised(name)}`).join(','),
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      ...listeners.map((name) => `${kafkaName(name)}:${protocols[name]}`),
    ].join(','),
    'inter.broker.listener.name': 'INTERNAL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': options.paths.keystores.broker,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': options.paths.truststore,
    'listener.name.mutualtls.ssl.client.auth': 'required',
    ...listenerProperties(options, listeners),
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Whoever comes through the plain listeners, which nobody is told of: the other nodes and ourselves.
    'super.users': ['User:ANONYMOUS', ...options.superUsers].join(';'),
    'allow.everyone.if.no.acl.found': 'false',
    'auto.create.topics.enable': 'false',
    // A dead broker is noticed in 6 s instead of 9.
    'broker.session.timeout.ms': '6000',
    'log.dirs': options.paths.data,
    ...internalTopics(options.blocks.length),
    ...smallness,
    ...options.properties,
  }
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`)
  return lines.join('')
}
