import { Child } from './child.ts'
import { projectFolder } from './project.ts'

/** A first start on a machine fetches the jars. */
const READY_MS = 180_000
const ANSWER_MS = 30_000

/** SandboxUser is an application related to Kafka, with what get-credentials prints for it. */
export interface SandboxUser {
  readonly username: string
  readonly topic: string
  readonly consumerGroupPrefix: string | null
  readonly pastes: Readonly<Record<'kafka3' | 'kafka3-tls' | 'kafka4' | 'kafka4-tls', string>>
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
  /** How many answers have been asked for; the first is that it is ready. */
  #taken = 1

  private constructor(child: Child, egressAllow: string) {
    this.#child = child
    this.egressAllow = egressAllow
  }

  static async start(): Promise<Sandbox> {
    const child = new Child({
      command: process.execPath,
      args: ['--conditions=react-server', 'sandbox/run.ts', '--json', '--no-users'],
      directory: projectFolder,
      env: {},
    })
    try {
      const ready = await child.until('sandbox', READY_MS, (output) => answerIn(output, 0))
      return new Sandbox(child, (ready as Facts & { egressAllow: string }).egressAllow)
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

  async addUser(role: string, topic: string): Promise<SandboxUser> {
    return ((await this.#ask(`add-user ${role} ${topic}`)) as Facts & { user: SandboxUser }).user
  }

  async removeUser(user: SandboxUser): Promise<void> {
    await this.#ask(`remove-user ${user.username}`)
  }

  async createTopic(topic: string, partitions: number): Promise<void> {
    await this.#ask(`create-topic ${topic} ${partitions}`)
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
