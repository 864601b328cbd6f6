import { Child } from './child.ts'
import type { Ports } from './failure-case.ts'
import { projectFolder } from './project.ts'

/** A first start on a machine fetches the jars. */
const READY_MS = 180_000
const ANSWER_MS = 30_000

/** SandboxUser is an application related to Kafka, with what get-credentials prints for it. */
export interface SandboxUser {
  readonly username: string
  readonly topic: string
  readonly consumerGroupPrefix: string | null
  readonly pastes: Readonly<Record<'kafka3' | 'kafka3-tls' | 'kafka4' | 'kafka4-tls', string>> & {
    /** Only of a user with a client certificate. */
    readonly 'kafka4-mtls'?: string
  }
}

/** ClientCertificate is one for the listener of mutual TLS, with its key. */
export interface ClientCertificate {
  readonly certificatePem: string
  readonly keyPem: string
}

export interface SandboxOptions {
  /** Opens the listeners with something wrong; a server may then reach every port of loopback. */
  readonly faults?: boolean
  readonly brokers?: 1 | 3
}

const faults = 'expired,otherName,otherAuthority,elsewhere'

/** The first broker's ports. */
type BrokerPorts = Omit<Ports, 'silent' | 'banner' | 'page' | 'cutting'>

interface Ready extends Facts {
  readonly egressAllow: string
  readonly ports: readonly [BrokerPorts]
}

interface Facts {
  readonly type: string
  readonly message?: string
}

/** Answers are whole lines with one object each; other lines are for people. */
function answerIn(output: string, nth: number): Facts | null {
  const lines = output.split('\n').slice(0, -1)
  const line = lines.filter((text) => text.startsWith('{"type":'))[nth]
  return line === undefined ? null : (JSON.parse(line) as Facts)
}

/** Sandbox is the project's real Kafka, run and commanded as a person does: by its command line. */
export class Sandbox {
  readonly #child: Child
  readonly egressAllow: string
  readonly ports: BrokerPorts
  /** How many answers have been asked for; the first is that it is ready. */
  #taken = 1

  private constructor(child: Child, { egressAllow, ports }: Ready, options: SandboxOptions) {
    this.#child = child
    this.egressAllow = options.faults ? '127.0.0.1/32' : egressAllow
    this.ports = ports[0]
  }

  static async start(options: SandboxOptions = {}): Promise<Sandbox> {
    const more = [
      ...(options.faults ? ['--faults', faults] : []),
      ...(options.brokers ? ['--brokers', String(options.brokers)] : []),
    ]
    const child = new Child({
      command: process.execPath,
      args: ['--conditions=react-server', 'sandbox/run.ts', '--json', '--no-users', ...more],
      directory: projectFolder,
      env: {},
    })
    try {
      const ready = await child.until('sandbox', READY_MS, (output) => answerIn(output, 0))
      return new Sandbox(child, ready as Ready, options)
    } catch (error) {
      await child.stop()
      throw error
    }
  }

  /** Types one command and gives the answer. Commands are sent one after the other. */
  async #ask(command: string): Promise<Facts> {
    const nth = this.#taken++
    this.#child.type(command)
    const facts = await this.#child.until('answer', ANSWER_MS, (output) => answerIn(output, nth))
    if (facts.type === 'error') throw new Error(`The sandbox refused "${command}": ${facts.message ?? ''}`)
    return facts
  }

  async addUser(role: string, topic: string, options: { certificate?: boolean } = {}): Promise<SandboxUser> {
    const more = options.certificate ? ' certificate' : ''
    return ((await this.#ask(`add-user ${role} ${topic}${more}`)) as Facts & { user: SandboxUser }).user
  }

  async removeUser(user: SandboxUser): Promise<void> {
    await this.#ask(`remove-user ${user.username}`)
  }

  /** `replicas` = on every broker unless said. */
  async createTopic(topic: string, partitions: number, replicas?: number): Promise<void> {
    await this.#ask(`create-topic ${topic} ${partitions} ${replicas ?? ''}`)
  }

  /** leaderOf is the broker that leads a topic's first partition; below 0 when none does. */
  async leaderOf(topic: string): Promise<number> {
    const { partitions } = (await this.#ask(`describe-topic ${topic}`)) as Facts & {
      partitions: { leader: number }[]
    }
    return partitions[0]?.leader ?? -1
  }

  async kill(broker: number): Promise<void> {
    await this.#ask(`kill ${broker}`)
  }

  /** restart starts a killed broker again on its port, with its data, and returns when it answers. */
  async restart(broker: number): Promise<void> {
    await this.#ask(`restart ${broker}`)
  }

  async issueCertificate(name: string, kind: 'trusted' | 'stranger' | 'expired'): Promise<ClientCertificate> {
    return (await this.#ask(`certificate ${name} ${kind}`)) as Facts & ClientCertificate
  }

  async startFaultServers(): Promise<Pick<Ports, 'silent' | 'banner' | 'page' | 'cutting'>> {
    return ((await this.#ask('fault-servers')) as Facts & { ports: Ports }).ports
  }

  /** mongo starts a MongoDB beside it and gives its get-credentials text; null where its program was never built. */
  async mongo(database: string): Promise<{ port: number; paste: string } | null> {
    try {
      return (await this.#ask(`mongo ${database}`)) as Facts & { port: number; paste: string }
    } catch (error) {
      if (error instanceof Error && error.message.includes('is not built')) return null
      throw error
    }
  }

  async countDocuments(database: string, collection: string): Promise<number> {
    return ((await this.#ask(`count-documents ${database} ${collection}`)) as Facts & { count: number }).count
  }

  async stop(): Promise<void> {
    await this.#child.stop()
  }
}

/** passwordIn gives the password of a paste: the text that must appear nowhere else. */
export function passwordIn(paste: string): string {
  const password = /password: (\S+)/.exec(paste)?.[1]
  if (password === undefined) throw new Error('The paste has no password.')
  return password
}
