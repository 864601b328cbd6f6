import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { newKafkaId } from './data-directory.ts'
import { KafkaCluster } from './kafka-cluster.ts'
import { KafkaNode } from './kafka-node.ts'
import { layOutCluster } from './lay-out-cluster.ts'
import { claimPorts, type PortBlock } from './port-block.ts'
import { clientPorts, prepareSandbox } from './prepare-sandbox.ts'
import { readState, writeState } from './sandbox-state.ts'
import type { FaultListener } from './server-properties.ts'

export interface KafkaOptions {
  /** Three make a cluster with replication factor 3 and two in-sync replicas at least. One unless said. */
  readonly brokers?: 1 | 3
  /** A folder to keep: data, users and, where they are free, ports serve the next start too. Else all is thrown away. */
  readonly directory?: string
  /** First ports of the blocks to try first, such as 9000 for 9092 to 9094. */
  readonly wantedBlocks?: readonly number[]
  /** Listeners with something wrong. */
  readonly faults?: readonly FaultListener[]
  /** `host:port` that the `elsewhere` fault listener advertises; by default a port where nothing listens. */
  readonly elsewhere?: string
  /** SASL sessions end after so many milliseconds. */
  readonly reauthenticateAfterMs?: number
  /** Any other broker properties, such as `message.max.bytes`. */
  readonly properties?: Readonly<Record<string, string>>
  /** Hears of work that takes longer than a start: installing, downloading. */
  readonly log?: (line: string) => void
}

async function claim(count: number, wanted: readonly number[], kept: boolean, log: (line: string) => void) {
  const blocks = await claimPorts(count, wanted)
  const moved = kept && blocks.some((block, i) => block.base !== wanted[i])
  if (moved) log('The ports of last time are in use: pastes and profiles made then do not fit any more.')
  return blocks
}

async function releaseAll(blocks: readonly PortBlock[]): Promise<void> {
  await Promise.all(blocks.map((block) => block.release()))
}

/**
 * startKafka starts a real Apache Kafka on 127.0.0.1 and returns when every client port accepts: about a second for
 * one broker, four for three. `stop()` ends it; so does the end of this process, however it ends.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  const log = options.log ?? (() => undefined)
  const runtime = await prepareSandbox(log)
  const kept = options.directory !== undefined
  const directory = kept
    ? path.resolve(options.directory)
    : await mkdtemp(path.join(os.tmpdir(), 'keystream-kafka-'))
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const stateFile = path.join(directory, 'sandbox.json')
  const state = kept ? await readState(stateFile) : null
  const clusterId = state?.clusterId ?? newKafkaId()
  const count = state?.bases.length ?? options.brokers ?? 1
  const blocks = await claim(count, state?.bases ?? options.wantedBlocks ?? [], state !== null, log)
  const nodes: KafkaNode[] = []
  const stop = async () => {
    await Promise.all(nodes.map((node) => (kept ? node.shutDown() : node.kill())))
    await releaseAll(blocks)
    if (!kept) await rm(directory, { recursive: true, force: true })
  }
  try {
    const { authority, nodes: layouts } = await layOutCluster({
      directory,
      clusterId,
      blocks,
      faults: options.faults ?? [],
      elsewhere: options.elsewhere,
      reauthenticateAfterMs: options.reauthenticateAfterMs,
      properties: options.properties ?? {},
    })
    const bases = blocks.map((block) => block.base)
    if (kept) {
      const users = state?.users ?? []
      await writeState(stateFile, {
        version: 1,
        clusterId,
        bases,
        lastRelation: state?.lastRelation ?? 0,
        users,
      })
    }
    for (const [i, layout] of layouts.entries()) {
      nodes.push(
        new KafkaNode({
          nodeId: layout.nodeId,
          directory: layout.directory,
          ports: [...clientPorts, ...(options.faults ?? [])].map((name) => blocks[i]?.port(name) ?? 0),
          java: runtime.javaArguments(layout.propertiesFile),
          throwaway: kept ? null : directory,
        }),
      )
    }
    await Promise.all(nodes.map((node) => node.start()))
    return new KafkaCluster({
      directory,
      blocks,
      nodes,
      authority,
      faults: options.faults ?? [],
      users: state?.users ?? [],
      lastRelation: state?.lastRelation ?? 0,
      onUsers: async (users, lastRelation) => {
        if (kept)
          await writeState(stateFile, { version: 1, clusterId, bases, lastRelation, users: [...users] })
      },
      stop,
    })
  } catch (error) {
    await stop()
    throw error
  }
}
