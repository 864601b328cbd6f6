// First, since what follows takes a while to load.
import './stand-back-first.ts'
import { parentPort } from 'node:worker_threads'
import type { JobAnswer, JobMessage } from './job-message.ts'
import { type JobResources, unpackResources } from './job-resources.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { runConsume } from './run-consume.ts'
import { runCopy } from './run-copy.ts'
import { runProduce } from './run-produce.ts'
import { runRoundTrip } from './run-round-trip.ts'
import { runSink } from './run-sink.ts'
import { unpackTarget } from './target-message.ts'

const port = parentPort
/** What stops each of the jobs that run here. */
const stops = new Map<number, AbortController>()

function run(
  target: KafkaTarget,
  spec: RunnableSpec,
  { signal, resources }: { readonly signal: AbortSignal; readonly resources: JobResources },
): AsyncIterable<JobUpdate> {
  switch (spec.kind) {
    case 'produce':
      return runProduce(target, spec, { signal, resources })
    case 'consume':
      return spec.sink
        ? runSink(target, { ...spec, sink: spec.sink }, { signal, resources })
        : runConsume(target, spec, { signal })
    case 'round-trip':
      return runRoundTrip(target, spec, { signal })
    case 'copy':
      return runCopy(target, resources.copyTarget ?? target, spec, { signal })
  }
}

port?.on('message', (message: JobMessage) => {
  if (message.type === 'run') void work(message)
  else stops.get(message.job)?.abort(new DOMException('Cancelled', 'AbortError'))
})

async function work({ job, target, spec, resources }: Extract<JobMessage, { type: 'run' }>): Promise<void> {
  const stop = new AbortController()
  stops.set(job, stop)
  const answer = (message: JobAnswer): void => port?.postMessage(message)
  try {
    const how = { signal: stop.signal, resources: unpackResources(resources) }
    for await (const update of run(unpackTarget(target), spec, how)) answer({ type: 'update', job, update })
  } catch {
    // The kinds tell every failure as their end; what they throw is our mistake, and other jobs run here.
    answer({ type: 'lost', job })
  } finally {
    stops.delete(job)
  }
}
