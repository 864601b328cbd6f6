import { topicOperations } from './authorized-operations.ts'
import { STEP_TIMEOUT_MS, withWorkingProtocol } from './check-reachability.ts'
import { type CheckRun, linked, ok, type Step, type StepResult, troubled } from './check-run.ts'
import { ClusterLink } from './cluster-link.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import { formatServerAddress } from './server-address.ts'

/** A check looks at so many brokers' advertised addresses: enough for real clusters, a bound for hostile ones. */
const MAX_ADVERTISED = 30

const call = (run: CheckRun) => ({ signal: run.signal, timeoutMs: STEP_TIMEOUT_MS })

export const saslStep: Step = {
  name: 'sasl',
  essential: true,
  run: async (run) => {
    const { target, context } = run
    try {
      const connecting = ClusterLink.connect(
        {
          ...target,
          bootstrapServers: run.servers.map(formatServerAddress),
          connectTimeoutMs: STEP_TIMEOUT_MS,
          requestTimeoutMs: STEP_TIMEOUT_MS,
        },
        { signal: run.signal },
      )
      run.link = await connecting
    } catch (error) {
      const known = translateError(error, { ...context, phase: 'connect' })
      const [server] = run.servers
      return server ? await withWorkingProtocol(run, server, known) : troubled('failed', known)
    }
    const { securityProtocol, saslMechanism, username } = target
    if (securityProtocol === 'SSL') return ok('logged in by the client certificate')
    if (securityProtocol === 'PLAINTEXT') return { status: 'skipped', detail: 'PLAINTEXT has no login' }
    return ok(`logged in as ${username ?? 'this user'} by ${saslMechanism ?? 'SASL'}`)
  },
}

export const metadataStep: Step = {
  name: 'metadata',
  essential: true,
  run: async (run) => {
    if (!run.link) throw new Error('The check has no connection yet.')
    try {
      run.metadata = await run.link.metadata(
        { topics: run.topic === null ? [] : [run.topic], topicOperations: true, clusterOperations: true },
        call(run),
      )
    } catch (error) {
      // Without a login this is the first real request: a port that wants one hangs up only now.
      const login = run.target.securityProtocol.startsWith('SASL')
      return troubled(
        'failed',
        translateError(error, login ? run.context : { ...run.context, phase: 'connect' }),
      )
    }
    const { metadata, topic } = run
    run.proved = {
      ...run.proved,
      cluster: metadata.clusterOperations,
      ...(topic === null ? {} : topicOperations(metadata, topic)),
    }
    const brokers = metadata.brokers.length
    return ok(`cluster ${metadata.clusterId ?? '?'}, ${brokers} ${brokers === 1 ? 'broker' : 'brokers'}`)
  },
}

export const advertisedStep: Step = {
  name: 'advertised',
  essential: false,
  run: async (run) => {
    const { link, metadata } = linked(run)
    const brokers = metadata.brokers.slice(0, MAX_ADVERTISED)
    const errors: KafkaError[] = []
    await Promise.all(
      brokers.map(async ({ nodeId, host, port }) => {
        try {
          await link.node(nodeId).connect()
        } catch (error) {
          const broker = formatServerAddress({ host, port })
          errors.push(translateError(error, { ...run.context, phase: 'connect', broker, nodeId }))
        }
      }),
    )
    return judge(errors, brokers.map(formatServerAddress))
  },
}

function judge(errors: readonly KafkaError[], addresses: readonly string[]): StepResult {
  const [error] = errors
  if (!error)
    return ok(
      `${addresses.length === 1 ? 'reachable' : `all ${addresses.length} reachable`}: ${shorten(addresses)}`,
    )
  return {
    ...troubled('failed', error),
    detail: `${error.message} (${errors.length} of ${addresses.length} brokers)`,
  }
}

const shorten = (addresses: readonly string[]) =>
  addresses.length > 3 ? `${addresses.slice(0, 3).join(', ')}, …` : addresses.join(', ')
