import { parentPort } from 'node:worker_threads'
import { LinkCache } from './link-cache.ts'
import type { PoolMessage } from './reader-message.ts'
import { serveReader } from './serve-reader.ts'
import { unpackTarget } from './target-message.ts'

const links = new LinkCache()

parentPort?.on('message', (message: PoolMessage) => {
  if (message.type === 'read') void serveReader(links, message)
  // Warming is a favour: what it can't do, the reading itself will report.
  else links.warm(message.target.key, unpackTarget(message.target), message.keepMs).catch(() => undefined)
})
