import { filterFields } from '#lib/shared/filter.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import type { Finding } from '../finding.ts'
import { buildGoReference, runGoReference } from '../go-reference.ts'
import { NEEDLE } from '../sample-value.ts'
import { HIT_EVERY, type ReadingData } from './reading-data.ts'
import { duel, scanOnce } from './scan-duel.ts'

const TIMES_REFERENCE = 5

/** predicateRow asks about one field of each record's JSON, against decoding it and asking a JavaScript function. */
export async function predicateRow(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  await buildGoReference(log)
  const topic = await data.topic(records, 'none')
  const what = `scan ${records.toLocaleString('en')} × 200 B, predicate on one field`
  log(what)
  const { rate } = await duel({
    ours: () => scanOnce(kafka.target, topic, { expr: `value.status == "${NEEDLE}"`, in: [...filterFields] }),
    reference: () =>
      runGoReference('predicate', {
        login: kafka.login,
        topic,
        records,
        code: `return value.status === "${NEEDLE}"`,
      }),
    records,
    hits: records / HIT_EVERY,
    rounds,
    log,
  })
  return [
    {
      what: `${what}, against JSON and JavaScript for each record in Go (goja, on every core)`,
      ...rate,
      unit: 'records/s',
      figure: rate.ours / rate.reference,
      target: { atLeast: TIMES_REFERENCE },
      rounds,
    },
  ]
}
