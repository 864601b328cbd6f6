import { Figure } from '#components/ui/figure.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Delivery, JobKind } from '#lib/shared/job.ts'

/** What is zero and seldom anything else stays out of sight. */
const quiet = [
  ['redelivered', 'there already'],
  ['dropped', 'tombstones left out'],
  ['undecodable', 'undecodable'],
  ['pending', 'unknown'],
] as const satisfies readonly (readonly [keyof Delivery, string])[]

/** StoredFigures shows what became of the records that a produce job stored, too: the numbers add up to the acknowledged. */
export function StoredFigures({ stored }: { stored: Delivery }) {
  return (
    <>
      <Figure name="stored" value={formatCount(stored.delivered)} />
      {quiet.map(
        ([name, words]) =>
          stored[name] > 0 && <Figure key={name} name={words} value={formatCount(stored[name])} />,
      )}
      {stored.failed > 0 && <Figure name="not stored" value={formatCount(stored.failed)} bad />}
    </>
  )
}

/** DeliveryFigures shows what became of the records that were read: the numbers add up to the first one. */
export function DeliveryFigures({ kind, delivery }: { kind: JobKind; delivery: Delivery }) {
  return (
    <>
      <Figure name="read" value={formatCount(delivery.read)} />
      <Figure name={kind === 'copy' ? 'copied' : 'delivered'} value={formatCount(delivery.delivered)} />
      <Figure name="filtered out" value={formatCount(delivery.filtered)} />
      <Figure name="failed" value={formatCount(delivery.failed)} bad={delivery.failed > 0} />
      {quiet.map(
        ([name, words]) =>
          delivery[name] > 0 && <Figure key={name} name={words} value={formatCount(delivery[name])} />,
      )}
      {delivery.retries > 0 && <Figure name="retries" value={formatCount(delivery.retries)} />}
    </>
  )
}
