import { openMongoRuntime } from './mongo-runtime.ts'
import { prepareSandbox } from './prepare-sandbox.ts'
import { ensureTools, sandboxTools } from './prerequisites.ts'
import { openRegistryRuntime } from './registry-runtime.ts'
import { openRustWorkshop } from './rust-workshop.ts'

/** What `engines` asks for; older Node runs no TypeScript. */
const MIN_NODE = [24, 15] as const

const log = (line: string): void => {
  console.error(line)
}

/** The project brings its own Node on Linux x64; elsewhere the machine's must do, and says so early. */
function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return
  throw new Error(
    `Node ${MIN_NODE.join('.')} or newer is needed; this is ${process.versions.node}. On Linux x64 it comes with npm ci.`,
  )
}

// Tools, the broker's jars and the archive of its classes: what the first start would otherwise wait for.
try {
  checkNode()
  await ensureTools([...sandboxTools, 'chromium', 'postgres'], log)
  await prepareSandbox(log)
  // A build from sources of others: without it the tests of MongoDB are left out, by name, and all else is tried.
  await openMongoRuntime(log).catch((error: unknown) => {
    log(error instanceof Error ? error.message : 'The sandbox’s MongoDB could not be built.')
  })
  await openRustWorkshop(log).catch(() => {
    log('Rust’s client programs are not tried: there is no Cargo, or it could not compile their libraries.')
  })
  await openRegistryRuntime(log).catch((error: unknown) => {
    log(error instanceof Error ? error.message : 'The sandbox’s schema registry could not be fetched.')
  })
} catch (error) {
  log(error instanceof Error ? error.message : 'The prerequisites could not be checked.')
  process.exitCode = 1
}
