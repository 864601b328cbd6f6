import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { topicHistogram } from '#lib/kafka/topic-histogram.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { number } from '../progress-bar.ts'
import { printable, type Screen } from '../screen.ts'
import { topicOrThrow } from '../usage-error.ts'

export interface HistogramCommandOptions extends CredentialOptions {
  /** Milliseconds since 1970. */
  readonly from?: number
  readonly to?: number
  readonly buckets: number
}

/** histogramCommand shows how many records a topic holds over time, from offsets alone: a line of bars, or the numbers as JSON. */
export async function histogramCommand(
  options: HistogramCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const topic = topicOrThrow(credential.facts)
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const { from, to, buckets } = options
  const histogram = await topicHistogram(target, { topic, from, to, buckets, signal })
  if (screen.json) await screen.jsonLine(histogram)
  else {
    const totals = Array.from({ length: histogram.buckets }, (_, index) =>
      histogram.partitions.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
    )
    const total = totals.reduce((sum, each) => sum + each, 0)
    const end = histogram.from + histogram.buckets * histogram.bucketMs
    await screen.line(barsOf(totals))
    await screen.line(`${timeOf(histogram.from)} to ${timeOf(end)}: about ${number(total)} records`)
  }
  for (const { partition, code, message } of histogram.failed)
    screen.note(`partition ${partition}: ${code}: ${printable(message)}`)
  return histogram.failed.length > 0 ? exitCode.failed : exitCode.good
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

function barsOf(totals: readonly number[]): string {
  const peak = Math.max(1, ...totals)
  return totals
    .map((total) => (total === 0 ? ' ' : (blocks[Math.ceil((total / peak) * blocks.length) - 1] ?? '█')))
    .join('')
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
