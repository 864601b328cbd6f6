import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { openRuntime } from '#sandbox/kafka-runtime.ts'
import { runCommand } from '#sandbox/run-command.ts'

/** A topic that is compacted as soon as it can be, from which records may be deleted as well. */
export const compactedConfigs = {
  'cleanup.policy': 'compact,delete',
  'retention.ms': '-1',
  'min.cleanable.dirty.ratio': '0',
  // By the records' own timestamps: a step of the clock beyond this begins a segment, and only closed ones are cleaned.
  'segment.ms': '5000',
}
/** How a broker looks for something to clean without waiting for fifteen seconds. */
export const eagerCleaner = { 'log.cleaner.backoff.ms': '50' }

const READER = fileURLToPath(new URL('./LogOffsets.java', import.meta.url))
const CLEANED_WITHIN_MS = 30_000
const JAVA_TIMEOUT_MS = 30_000

/**
 * stopCompaction waits until the one broker has cleaned a topic as far as it will, keeps it from cleaning more, and
 * gives the offsets that each partition's files still hold, markers too, as Kafka's own code reads them.
 */
export async function stopCompaction(
  kafka: KafkaCluster,
  { topic, partitions }: { readonly topic: string; readonly partitions: number },
): Promise<readonly ReadonlySet<number>[]> {
  const data = path.join(kafka.directory, 'node-1', 'data')
  const folders = Array.from({ length: partitions }, (_, partition) => `${topic}-${partition}`)
  const late = Date.now() + CLEANED_WITHIN_MS
  for (const folder of folders) {
    while (!(await isCleaned(data, folder))) {
      if (Date.now() > late) throw new Error(`${folder} was not cleaned within ${CLEANED_WITHIN_MS} ms.`)
      await wait(50)
    }
  }
  const admin = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const configEntries = Object.entries({ ...compactedConfigs, 'cleanup.policy': 'delete' }).map(
    ([name, value]) => ({ name, value }),
  )
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }]
  await admin.alterConfigs({ validateOnly: false, resources })
  await admin.disconnect()
  return Promise.all(folders.map(async (folder) => offsetsIn(data, folder)))
}

async function offsetsIn(data: string, folder: string): Promise<ReadonlySet<number>> {
  const { classPath } = await openRuntime(() => undefined)
  const files = (await segmentsOf(data, folder)).map((name) => path.join(data, folder, name))
  const text = await runCommand('java', ['-Xmx64m', '-cp', classPath, READER, ...files], {
    timeoutMs: JAVA_TIMEOUT_MS,
  })
  return new Set(text.match(/\d+/g)?.map(Number))
}

async function segmentsOf(data: string, folder: string): Promise<string[]> {
  return (await readdir(path.join(data, folder))).filter((name) => name.endsWith('.log')).sort()
}

/** The cleaner writes down how far it came: to the beginning of the segment that is still written to. */
async function isCleaned(data: string, folder: string): Promise<boolean> {
  const active = Number((await segmentsOf(data, folder)).at(-1)?.replace('.log', ''))
  if (active === 0) return true
  const places = await readFile(path.join(data, 'cleaner-offset-checkpoint'), 'utf8').catch(() => '')
  const cut = folder.lastIndexOf('-')
  const start = `${folder.slice(0, cut)} ${folder.slice(cut + 1)} `
  const line = places.split('\n').find((each) => each.startsWith(start))
  return line === `${start}${active}`
}
