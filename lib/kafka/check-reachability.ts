import { isIP, type LookupFunction } from 'node:net'
import { assertAddress } from '#lib/network/check-address.ts'
import { guardedLookup } from '#lib/network/guarded-lookup.ts'
import type { SecurityProtocol } from '#lib/shared/credential.ts'
import { type CheckRun, ok, type Step, type StepResult, skipped, troubled } from './check-run.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { lookAtCertificate, PortProbe } from './port-probe.ts'
import { formatServerAddress, type ServerAddress } from './server-address.ts'

/** Of security.md: packets that are dropped show after so long. */
export const STEP_TIMEOUT_MS = 5_000
/** Once one server has answered, the others get this long: a single dead one must not hold up a good profile. */
const STRAGGLER_MS = 400

const protocols: readonly SecurityProtocol[] = ['SASL_PLAINTEXT', 'SASL_SSL', 'SSL', 'PLAINTEXT']
const isTls = (protocol: SecurityProtocol) => protocol === 'SSL' || protocol === 'SASL_SSL'

interface Tried {
  readonly good: ServerAddress[]
  readonly errors: KafkaError[]
}

/** Tries all servers at once. Those that have not answered shortly after the first good one count as not good. */
async function tryServers(run: CheckRun, attempt: (server: ServerAddress) => Promise<void>): Promise<Tried> {
  const good: ServerAddress[] = []
  const errors: KafkaError[] = []
  const first = Promise.withResolvers<void>()
  const all = Promise.all(
    run.servers.map(async (server) => {
      try {
        await attempt(server)
        good.push(server)
        first.resolve()
      } catch (error) {
        const broker = formatServerAddress(server)
        errors.push(
          translateError(error, { ...run.context, phase: 'connect', broker, bootstrapServers: undefined }),
        )
      }
    }),
  )
  const straggled = first.promise.then(
    () => new Promise((resolve) => setTimeout(resolve, STRAGGLER_MS).unref()),
  )
  await Promise.race([all, straggled])
  return { good: run.servers.filter((server) => good.includes(server)), errors: [...errors] }
}

function judge(run: CheckRun, { good, errors }: Tried, detail: (count: string) => string): StepResult {
  const [error] = errors
  const total = run.servers.length
  if (good.length === 0 && error) return troubled('failed', error)
  run.servers = good
  const count =
    total === 1 ? formatServerAddress(good[0] ?? { host: '', port: 0 }) : `${good.length} of ${total} servers`
  if (error) return { ...troubled('warning', error), detail: `${detail(count)}. ${error.message}` }
  return ok(detail(count))
}

function resolveName(run: CheckRun, { host, port }: ServerAddress): Promise<void> {
  assertAddress(run.target.egress, host, port)
  if (isIP(host)) return Promise.resolve()
  const lookup: LookupFunction = guardedLookup(run.target.egress, port)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(Object.assign(new Error('timeout'), { code: 'EAI_AGAIN' })),
      STEP_TIMEOUT_MS,
    )
    lookup(host, { all: true }, (error) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve()
    })
  })
}

const options = (run: CheckRun) => ({ timeoutMs: STEP_TIMEOUT_MS, signal: run.signal })

export const resolveStep: Step = {
  name: 'resolve',
  essential: true,
  run: async (run) => {
    if (run.servers.every(({ host }) => isIP(host) !== 0)) {
      const tried = await tryServers(run, (server) => resolveName(run, server))
      return judge(run, tried, (count) => `${count}: an address, no name to resolve`)
    }
    return judge(
      run,
      await tryServers(run, (server) => resolveName(run, server)),
      (count) => `${count} resolved`,
    )
  },
}

export const connectStep: Step = {
  name: 'connect',
  essential: true,
  run: async (run) => {
    const target: KafkaTarget = { ...run.target, securityProtocol: 'PLAINTEXT' }
    const tried = await tryServers(run, async (server) =>
      (await PortProbe.connect(target, server, options(run))).close(),
    )
    return judge(run, tried, (count) => `${count} accepted the connection`)
  },
}

export const tlsStep: Step = {
  name: 'tls',
  essential: true,
  run: async (run) => {
    const [server] = run.servers
    if (!server || !isTls(run.target.securityProtocol))
      return skipped(`${run.target.securityProtocol} has no TLS`)
    try {
      const probe = await PortProbe.connect(run.target, server, options(run))
      const tls = probe.tls()
      probe.close()
      const until = tls?.certificate.notAfter?.toISOString().slice(0, 10)
      return ok(
        `${tls?.version ?? 'TLS'}, certificate for ${tls?.certificate.names.join(', ') || 'no name'}, valid until ${until ?? '?'}`,
      )
    } catch (error) {
      return await explainTls(run, server, error)
    }
  },
}

async function explainTls(run: CheckRun, server: ServerAddress, error: unknown): Promise<StepResult> {
  const certificate = await lookAtCertificate(run.target, server, options(run))
  const broker = formatServerAddress(server)
  const known = translateError(error, {
    ...run.context,
    phase: 'connect',
    broker,
    ...(certificate && { certificate }),
  })
  return await withWorkingProtocol(run, server, known)
}

export const apiVersionsStep: Step = {
  name: 'api-versions',
  essential: true,
  run: async (run) => {
    const [server] = run.servers
    if (!server) return skipped('No server')
    try {
      const probe = await PortProbe.connect(run.target, server, options(run))
      try {
        return ok(`Kafka answers, and takes ${await probe.apiVersions()} kinds of request`)
      } finally {
        probe.close()
      }
    } catch (error) {
      const broker = formatServerAddress(server)
      return await withWorkingProtocol(
        run,
        server,
        translateError(error, { ...run.context, phase: 'connect', broker }),
      )
    }
  },
}

const PROTOCOL_TROUBLE: ReadonlySet<string> = new Set([
  'broker_wrong_protocol',
  'broker_not_kafka',
  'broker_tls_failed',
  'broker_connection_lost',
  'broker_auth_interrupted',
  'broker_mechanism_unsupported',
])

/**
 * withWorkingProtocol adds, when the trouble smells of the wrong security protocol, which one the port does speak.
 * Nothing is sent there but "which requests do you take".
 */
export async function withWorkingProtocol(
  run: CheckRun,
  server: ServerAddress,
  error: KafkaError,
): Promise<StepResult> {
  const result = troubled('failed', error)
  if (!PROTOCOL_TROUBLE.has(error.code)) return result
  const works = await findProtocol(run, server)
  if (!works) return result
  const chosen = run.facts.alternativeProtocols.includes(works)
  return {
    ...result,
    advice: chosen
      ? `This port speaks ${works}, which fits these credentials too: make the profile with ${works}.`
      : `This port speaks ${works}. Paste the newest output of get-credentials: it names the right port and protocol.`,
  }
}

async function findProtocol(run: CheckRun, server: ServerAddress): Promise<SecurityProtocol | null> {
  const { securityProtocol, saslMechanism } = run.target
  const others = protocols.filter((protocol) => protocol !== securityProtocol)
  const found = await Promise.all(
    others.map(async (protocol) => {
      try {
        // Looking only: which certificate it has does not matter for what it speaks.
        const target: KafkaTarget = { ...run.target, securityProtocol: protocol }
        const probe = await PortProbe.connect(target, server, {
          timeoutMs: 1_500,
          signal: run.signal,
          certificate: 'look',
        })
        try {
          await probe.apiVersions()
          const sasl = await probe.saslMechanisms(saslMechanism ?? 'SCRAM-SHA-512').catch(() => null)
          return (sasl !== null) === protocol.startsWith('SASL') ? protocol : null
        } finally {
          probe.close()
        }
      } catch {
        return null
      }
    }),
  )
  const preferred = run.facts.alternativeProtocols.find((protocol) => found.includes(protocol))
  return preferred ?? found.find((protocol) => protocol !== null) ?? null
}
