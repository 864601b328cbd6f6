import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { newKafkaId } from './data-directory.ts'
import { KafkaNode } from './kafka-node.ts'
import { type KafkaRuntime, openRuntime, withRuntimeLock } from './kafka-runtime.ts'
import { layOutCluster } from './lay-out-cluster.ts'
import { claimPorts, type PortName } from './port-block.ts'
import { ensureTools, sandboxTools } from './prerequisites.ts'

/** clientPorts are those that must accept before a node counts as ready. */
export const clientPorts: readonly PortName[] = ['internal', 'scram', 'scramTls', 'mutualTls']

/** One broker is started and ended politely; it leaves the archive of its classes, worth a second at each start. */
async function archiveClasses(runtime: KafkaRuntime): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'keystream-archive-'))
  const blocks = await claimPorts(1, [])
  try {
    const cluster = await layOutCluster({
      ...{ directory, blocks, clusterId: newKafkaId(), faults: [], properties: {} },
    })
    const archive = path.join(path.dirname(runtime.archive), `new-${process.pid}.jsa`)
    for (const layout of cluster.nodes) {
      const node = new KafkaNode({
        nodeId: layout.nodeId,
        directory: layout.directory,
        ports: clientPorts.map((name) => blocks[0]?.port(name) ?? 0),
        java: runtime.archivingArguments(layout.propertiesFile, archive),
        throwaway: directory,
      })
      await node.start()
      await node.shutDown()
    }
    // The archive only saves time: a JVM that wrote none still runs.
    await rename(archive, runtime.archive).catch(() => undefined)
  } finally {
    await Promise.all(blocks.map((block) => block.release()))
    await rm(directory, { recursive: true, force: true })
  }
}

async function prepare(log: (line: string) => void): Promise<KafkaRuntime> {
  const runtime = await openRuntime(log).catch(async () => {
    // Java or Maven is missing more often than anything else.
    await ensureTools(sandboxTools, log)
    return openRuntime(log)
  })
  if (runtime.archived) return runtime
  await withRuntimeLock(async () => {
    if (await isThere(runtime.archive)) return
    log('Preparing Kafka for quick starts (once)')
    await archiveClasses(runtime)
  })
  return openRuntime(log)
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

let prepared: Promise<KafkaRuntime> | undefined

/**
 * prepareSandbox does everything that is done once on a machine: tools, the broker's jars, the class archive. It
 * takes 100 ms when all is there. Throws MissingToolsError with the command to type when it may not install tools.
 */
export function prepareSandbox(log: (line: string) => void): Promise<KafkaRuntime> {
  prepared ??= prepare(log).catch((error: unknown) => {
    prepared = undefined
    throw error
  })
  return prepared
}
