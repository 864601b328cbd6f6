import { existsSync } from 'node:fs'
import { findPostgres } from './find-postgres.ts'
import { runCommand } from './run-command.ts'

/** Kafka 4 brokers need Java 17 (KIP-1013). */
export const MIN_JAVA = 17
/** Asking a tool for its version takes milliseconds, on a loaded machine a few seconds. */
const VERSION_TIMEOUT_MS = 20_000
/** A first `apt-get install` of all five is 350 MB; slow lines exist. */
const INSTALL_TIMEOUT_MS = 15 * 60_000

export type ToolName = 'java' | 'mvn' | 'openssl' | 'chromium' | 'postgres'

/** sandboxTools is what a Kafka needs; tests in a browser need `chromium` too, those of the database `postgres`. */
export const sandboxTools: readonly ToolName[] = ['java', 'mvn', 'openssl']

/** The newest first: which of them exists depends on the release. */
const javaPackages = ['openjdk-21-jre-headless', 'openjdk-17-jre-headless'] as const
const chromiumPrograms = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

export interface MissingTool {
  readonly name: ToolName
  readonly why: string
}

export class MissingToolsError extends Error {
  readonly missing: readonly MissingTool[]
  readonly command: string

  constructor(missing: readonly MissingTool[], command: string) {
    const list = missing.map((tool) => `  ${tool.name}: ${tool.why}`).join('\n')
    super(`Tools are missing:\n${list}\nInstall them with:\n  ${command}`)
    this.name = 'MissingToolsError'
    this.missing = missing
    this.command = command
  }
}

/** javaMajor reads the major version out of what `java -version` prints; null when it says none. `1.8.0` is 8. */
export function javaMajor(printed: string): number | null {
  const found = /version "(?:1\.)?(\d+)/.exec(printed)
  return found?.[1] === undefined ? null : Number(found[1])
}

async function version(program: string, args: readonly string[]): Promise<string | null> {
  try {
    return await runCommand(program, args, { timeoutMs: VERSION_TIMEOUT_MS })
  } catch {
    return null
  }
}

async function findProblem(name: ToolName): Promise<string | null> {
  switch (name) {
    case 'java': {
      const printed = await version('java', ['-version'])
      if (printed === null) return `not found; version ${MIN_JAVA} or newer is needed`
      const major = javaMajor(printed)
      if (major !== null && major >= MIN_JAVA) return null
      return `version ${major ?? 'unknown'} is too old; ${MIN_JAVA} or newer is needed`
    }
    case 'mvn':
      // `mvn -v` starts a JVM and fails without one, so look for the program itself.
      return (await version('sh', ['-c', 'command -v mvn'])) === null ? 'not found' : null
    case 'openssl':
      return (await version('openssl', ['version'])) === null ? 'not found' : null
    case 'chromium':
      return (await findChromium()) === null ? 'not found' : null
    case 'postgres':
      return findPostgres() === null ? 'no initdb and postgres found' : null
  }
}

/** findChromium gives the path of a Chromium or Chrome on the PATH, or null. */
export async function findChromium(): Promise<string | null> {
  for (const program of chromiumPrograms) {
    const path = await version('sh', ['-c', `command -v ${program}`])
    if (path !== null) return path.trim()
  }
  return null
}

/** findMissingTools checks the tools side by side and gives those that are absent or too old. */
export async function findMissingTools(wanted: readonly ToolName[]): Promise<MissingTool[]> {
  const problems = await Promise.all(wanted.map(async (name) => ({ name, why: await findProblem(name) })))
  return problems.flatMap(({ name, why }) => (why === null ? [] : [{ name, why }]))
}

/** aptPackages names the Debian packages of some tools. */
export function aptPackages(names: readonly ToolName[], javaPackage: string): string[] {
  const packages: Readonly<Record<ToolName, string>> = {
    java: javaPackage,
    mvn: 'maven',
    openssl: 'openssl',
    chromium: 'chromium',
    postgres: 'postgresql',
  }
  return names.map((name) => packages[name])
}

/** installCommand is what a person types; `family` decides between package managers. */
export function installCommand(
  names: readonly ToolName[],
  family: 'debian' | 'fedora' | 'macos' | 'other',
  javaPackage: string,
): string {
  const pick = (table: Readonly<Record<ToolName, string>>) => names.map((name) => table[name]).join(' ')
  const same = { mvn: 'maven', openssl: 'openssl', chromium: 'chromium', postgres: 'postgresql' }
  switch (family) {
    case 'debian':
      return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${aptPackages(names, javaPackage).join(' ')}`
    case 'fedora':
      return `sudo dnf install -y ${pick({ ...same, java: 'java-21-openjdk-headless', postgres: 'postgresql-server' })}`
    case 'macos':
      return `brew install ${pick({ ...same, java: 'openjdk', openssl: 'openssl@3', chromium: '--cask chromium' })}`
    case 'other':
      return `install with your package manager: ${pick({ java: `a JRE ${MIN_JAVA} or newer`, mvn: 'Apache Maven', openssl: 'OpenSSL 3', chromium: 'Chromium', postgres: 'PostgreSQL 15 or newer' })}`
  }
}

function systemFamily(): 'debian' | 'fedora' | 'macos' | 'other' {
  if (process.platform === 'darwin') return 'macos'
  if (existsSync('/usr/bin/apt-get')) return 'debian'
  return existsSync('/usr/bin/dnf') ? 'fedora' : 'other'
}

async function chooseJavaPackage(): Promise<string> {
  for (const name of javaPackages) {
    const shown = await version('apt-cache', ['policy', name])
    if (shown !== null && /Candidate: \d/.test(shown)) return name
  }
  return 'default-jre-headless'
}

/**
 * ensureTools makes sure that the tools are there: as root on Debian it installs what is missing, anywhere else it
 * throws MissingToolsError with the exact command. `log` hears what is being done.
 */
export async function ensureTools(wanted: readonly ToolName[], log: (line: string) => void): Promise<void> {
  const missing = await findMissingTools(wanted)
  if (missing.length === 0) return
  const names = missing.map((tool) => tool.name)
  const family = systemFamily()
  if (family !== 'debian' || process.getuid?.() !== 0) {
    throw new MissingToolsError(missing, installCommand(names, family, await chooseJavaPackage()))
  }
  log(`Installing ${names.join(', ')} with apt-get`)
  await runCommand('apt-get', ['-q', 'update'], { timeoutMs: INSTALL_TIMEOUT_MS })
  const packages = aptPackages(names, await chooseJavaPackage())
  // Through `env`, since the installer must not stop at a question.
  const install = ['apt-get', '-q', 'install', '-y', '--no-install-recommends', ...packages]
  await runCommand('env', ['DEBIAN_FRONTEND=noninteractive', ...install], { timeoutMs: INSTALL_TIMEOUT_MS })
  const still = await findMissingTools(wanted)
  if (still.length > 0) {
    const left = still.map((tool) => tool.name)
    throw new MissingToolsError(still, installCommand(left, family, await chooseJavaPackage()))
  }
}
