import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

const source = `
const { readlinkSync } = require('node:fs')
const { getPriority } = require('node:os')
const { parentPort, workerData } = require('node:worker_threads')
import(workerData).then(({ standBack }) => {
  standBack()
  parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))))
})`

it.runIf(process.platform === 'linux')(
  'lowers the thread that calls it and no other (Linux alone has threads’ priorities)',
  async () => {
    const before = getPriority()
    const worker = new Worker(source, {
      eval: true,
      workerData: new URL('./stand-back.ts', import.meta.url).href,
    })
    const lowered = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    await worker.terminate()
    expect([lowered, getPriority()]).toEqual([Math.max(before, 10), before])
  },
)
