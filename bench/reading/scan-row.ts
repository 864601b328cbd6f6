import type { Compression } from '#lib/shared/record.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import type { Finding } from '../finding.ts'
import { buildGoReference, runGoReference } from '../go-reference.ts'
import { NEEDLE } from '../sample-value.ts'
import { HIT_EVERY, type ReadingData } from './reading-data.ts'
import { duel, scanOnce } from './scan-duel.ts'

/** The large topic is for what only shows at length; its rounds are long. */
const TIMES_RECORDS = 10
const LARGE_ROUNDS = 3
const codecs: readonly Compression[] = ['none', 'lz4']

/** scanRow scans for a text with 1 % hits, against a bare franz-go consumer that looks for the same bytes. */
export async function scanRow(
  kafka: BenchKafka,
  options: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  const { log } = options
  await buildGoReference(log)
  const findings: Finding[] = []
  for (const records of [options.records, options.records * TIMES_RECORDS]) {
    for (const compression of codecs) {
      const topic = await data.topic(records, compression)
      const what = `scan ${records.toLocaleString('en')} × 200 B, ${compression}, text filter with 1 % hits`
      log(what)
      const rounds = records === options.records ? options.rounds : Math.min(options.rounds, LARGE_ROUNDS)
      const { rate, cpu } = await duel({
        ours: () => scanOnce(kafka.target, topic, { text: NEEDLE, in: ['key', 'value', 'headers'] }),
        reference: () => runGoReference('scan', { login: kafka.login, topic, records, text: NEEDLE }),
        records,
        hits: records / HIT_EVERY,
        rounds,
        log,
      })
      findings.push(
        {
          what: `${what}, against franz-go`,
          ...rate,
          unit: 'records/s',
          figure: rate.ours / rate.reference,
          target: { atLeast: 1 },
          rounds,
        },
        {
          what: `${what}: CPU`,
          ...cpu,
          unit: 's',
          figure: cpu.ours / cpu.reference,
          target: { atMost: 1 },
          rounds,
        },
      )
    }
  }
  return findings
}
