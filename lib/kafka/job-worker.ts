import { parentPort } from 'node:worker_threads'
import type { JobAnswer, JobMessage } from './job-message.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { runConsume } from './run-consume.ts'
import { runProduce } from './run-produce.ts'
import { unpackTarget } from './target-message.ts'

const port = parentPort
const stop = new AbortController()

function run(target: KafkaTarget, spec: RunnableSpec): AsyncIterable<JobUpdate> {
  return spec.kind === 'produce'
    ? runProduce(target, spec, { signal: stop.signal })
    : runConsume(target, spec, { signal: stop.signal })
}

port?.on('message', (message: JobMessage) => {
  if (message.type === 'cancel') stop.abort(new DOMException('Cancelled', 'AbortError'))
  else void work(unpackTarget(message.target), message.spec)
})

async function work(target: KafkaTarget, spec: RunnableSpec): Promise<void> {
  for await (const update of run(target, spec)) port?.postMessage(update satisfies JobAnswer)
  port?.close()
}
