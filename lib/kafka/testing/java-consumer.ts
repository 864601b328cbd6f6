import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openRuntime } from '#sandbox/kafka-runtime.ts'

const SOURCE = fileURLToPath(new URL('./JavaConsumer.java', import.meta.url))
/** Compiling it, starting a machine, joining. */
const TIMEOUT_MS = 50_000

export interface JavaConsumer {
  /** Resolves when so many records have been read. */
  waitFor(records: number): Promise<void>
  stop(): Promise<void>
}

/** startJavaConsumer lets the Java client consume in a group of the classic or the new protocol (KIP-848). */
export async function startJavaConsumer(options: {
  readonly bootstrapServer: string
  readonly group: string
  readonly topic: string
  readonly protocol: 'classic' | 'consumer'
}): Promise<JavaConsumer> {
  const { classPath } = await openRuntime(() => undefined)
  const { bootstrapServer, group, topic, protocol } = options
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
  const child = spawn(
    'java',
    ['-Xmx128m', quiet, '-cp', classPath, SOURCE, bootstrapServer, group, topic, protocol],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let read = 0
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    read = Number(line.replace('read ', ''))
    for (const look of waiting) look()
  })
  return {
    waitFor: (records) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`Java read ${read} of ${records}.`)), TIMEOUT_MS)
        const look = () => {
          if (read < records) return
          clearTimeout(late)
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    stop: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}
