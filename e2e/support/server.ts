import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Child } from './child.ts'
import { freePort } from './free-port.ts'
import { projectFolder } from './project.ts'

const READY_MS = 60_000
const LOOK_AGAIN_MS = 50
const standalone = path.join(projectFolder, '.next/standalone/server.js')

/** Server is the built product as it is deployed: one process, one data folder, one port on loopback. */
export class Server {
  readonly folder: string
  readonly address: string
  readonly #env: Readonly<Record<string, string>>
  #child: Child
  /** Everything that earlier processes on the same folder printed. */
  #earlier = ''

  private constructor(folder: string, address: string, env: Readonly<Record<string, string>>) {
    this.folder = folder
    this.address = address
    this.#env = env
    this.#child = this.#spawn()
  }

  static async start(egressAllow: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    await access(standalone).catch(() => {
      throw new Error('There is no built server: npm run build makes it.')
    })
    const folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-e2e-'))
    const masterKeyFile = path.join(folder, 'master.key')
    await writeFile(masterKeyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o400 })
    const port = Number(settings['PORT'] ?? (await freePort()))
    const address = `http://127.0.0.1:${port}`
    const server = new Server(folder, address, {
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      KEYSTREAM_PUBLIC_URL: address,
      KEYSTREAM_DATA_DIR: path.join(folder, 'data'),
      KEYSTREAM_MASTER_KEY_FILE: masterKeyFile,
      KEYSTREAM_EGRESS_ALLOW: egressAllow,
      ...settings,
    })
    await server.#ready()
    return server
  }

  #spawn(more: Readonly<Record<string, string>> = {}): Child {
    const directory = path.dirname(standalone)
    const env = { ...this.#env, ...more }
    return new Child({ command: process.execPath, args: [standalone], directory, env })
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + READY_MS
    while (!(await fetch(`${this.address}/api/ready`).catch(() => null))?.ok) {
      if (!this.#child.running || Date.now() > deadline) {
        throw new Error(`The server did not become ready. It printed:\n${this.#child.output.slice(-4_000)}`)
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  /** setupLink is the link that the first owner opens. */
  async setupLink(): Promise<string> {
    return `${this.address}/setup#token=${await this.setupToken()}`
  }

  async setupToken(): Promise<string> {
    return (await readFile(path.join(this.folder, 'data/setup-token'), 'utf8')).trim()
  }

  /** failedStart runs the server, which must not be running, with other settings, until it ends by itself. */
  async failedStart(
    settings: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }> {
    const child = this.#spawn(settings)
    const timer = setTimeout(() => void child.stop('SIGKILL'), READY_MS)
    const code = await child.ended()
    clearTimeout(timer)
    return { code, output: child.output }
  }

  /** masterKey is the text in the file of the key. */
  masterKey(): string {
    return readFileSync(path.join(this.folder, 'master.key'), 'utf8').trim()
  }

  /** log is all that the server ever printed. */
  get log(): string {
    return this.#earlier + this.#child.output
  }

  /** watchMemory begins to look for the highest, and gives how many megabytes the process has in memory now; Linux. */
  watchMemory(): number {
    writeFileSync(`/proc/${this.#child.pid}/clear_refs`, '5')
    return this.#megabytes('VmRSS')
  }

  /** peakMemory is the most megabytes that it has had since then. */
  peakMemory(): number {
    return this.#megabytes('VmHWM')
  }

  #megabytes(name: string): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    const line = status.split('\n').find((text) => text.startsWith(`${name}:`))
    return Number(line?.replace(/\D/g, '')) / 1024
  }

  /** restart ends the process, by SIGKILL as a crash does, and starts it on the same folder. */
  async restart(): Promise<void> {
    await this.#child.stop('SIGKILL')
    this.#earlier += this.#child.output
    this.#child = this.#spawn()
    await this.#ready()
  }

  /** shutDown asks the server to end and gives its exit code. */
  shutDown(): Promise<number | null> {
    return this.#child.stop()
  }

  /** files gives the name and the bytes of every file in the folder, but the master key. */
  async files(): Promise<{ name: string; bytes: Buffer }[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true })
    const names = entries
      .filter((entry) => entry.isFile() && entry.name !== 'master.key')
      .map((entry) => path.join(entry.parentPath, entry.name))
    return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(name) })))
  }

  async stop(): Promise<void> {
    await this.#child.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
