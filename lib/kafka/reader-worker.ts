import { parentPort, workerData } from 'node:worker_threads'
import { LinkCache } from './link-cache.ts'
import type { PoolMessage } from './reader-message.ts'
import type { ReaderThreadData } from './reader-threads.ts'
import { serveReader } from './serve-reader.ts'
import { standBack } from './stand-back.ts'
import { TailHub } from './tail-hub.ts'
import { unpackTarget } from './target-message.ts'

if ((workerData as ReaderThreadData).yields) standBack()

const links = new LinkCache()
const tails = new TailHub(links, (message, transfer = []) => parentPort?.postMessage(message, transfer))

parentPort?.on('message', (message: PoolMessage) => {
  if (message.type === 'read') void serveReader(links, tails, message)
  else if (message.type === 'taken') tails.taken(message.lens, message.bytes)
  // Warming is a favour: what it can't do, the reading itself will report.
  else links.warm(message.target.key, unpackTarget(message.target), message.keepMs).catch(() => undefined)
})
