import type { JobUpdate } from '#lib/kafka/job-update.ts'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { Delivery, JobResult } from '#lib/shared/job.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { number, ProgressBar } from './progress-bar.ts'
import { printable, type Screen } from './screen.ts'

const nothing: Delivery = {
  ...{ read: 0, delivered: 0, redelivered: 0, filtered: 0, dropped: 0 },
  ...{ undecodable: 0, failed: 0, pending: 0, retries: 0 },
}

/**
 * followDelivery shows how far a delivery is and tells at the end what became of each record, also after a Ctrl-C. Exit 1
 * when some were not delivered. Throws a KafkaError for what ended it early, after its truth so far.
 */
export async function followDelivery(
  updates: AsyncIterable<JobUpdate>,
  { done, screen, signal }: { done: 'copied' | 'delivered'; screen: Screen; signal: AbortSignal },
): Promise<ExitCode> {
  const bar = new ProgressBar(screen)
  try {
    for await (const update of updates) {
      if (update.type === 'progress') {
        const { delivery = nothing, total, recordsPerSecond } = update.progress
        const { read, delivered } = delivery
        bar.show(read, total, { read, [done]: delivered, recordsPerSecond })
        continue
      }
      bar.clear()
      if (update.type === 'ended') {
        await tell(update.result, done, screen)
        if (signal.aborted) return exitCode.interrupted
        if (update.error) throw failureOf(update.error)
        const { failed, undecodable } = update.result.delivery ?? nothing
        return failed + undecodable > 0 ? exitCode.failed : exitCode.good
      }
      const { message } = update
      const advice = update.type === 'warning' ? (update.advice ?? '') : ''
      const colour = update.type === 'warning' ? 'yellow' : 'dim'
      screen.note(screen.paint(colour, printable(`${message} ${advice}`.trim()), process.stderr))
    }
  } finally {
    bar.clear()
  }
  throw new KafkaError({
    code: 'internal',
    message: 'The work ended without a word.',
    retriable: true,
    advice: 'Try again.',
  })
}

function failureOf({ code, message, advice }: ApiError): KafkaError {
  return new KafkaError({ code, message, retriable: false, ...(advice !== undefined && { advice }) })
}

async function tell(result: JobResult, done: string, screen: Screen): Promise<void> {
  const { seconds, groupId, topicCreated, delivery = nothing } = result
  if (screen.json) {
    await screen.jsonLine({
      ...delivery,
      seconds,
      group: groupId,
      topicCreated,
      partitions: result.partitions,
    })
    return
  }
  const { read, delivered, ...rest } = delivery
  const others = (
    [
      ['filtered', 'filtered out'],
      ['dropped', 'tombstones left out'],
      ['redelivered', 'there already'],
      ['undecodable', 'undecodable'],
      ['failed', 'failed'],
      ['pending', 'unknown'],
    ] as const
  ).flatMap(([name, words]) => (rest[name] > 0 ? [`, ${number(rest[name])} ${words}`] : []))
  await screen.line(
    `${number(read)} read, ${number(delivered)} ${done}${others.join('')} in ${seconds.toFixed(1)} s`,
  )
}
