import { formatCount } from '#components/ui/format.ts'
import type { StreamFacts } from '#lib/client/record-stream/protocol.ts'
import type { PartitionPosition } from '#lib/client/record-stream/read-positions.ts'

/** PartitionStrip shows for every partition what it holds (low–high), what was read of it, and how far that is behind. */
export function PartitionStrip({ facts }: { facts: Pick<StreamFacts, 'partitions' | 'partitionErrors'> }) {
  const errors = new Map(facts.partitionErrors.map((each) => [each.partition, each]))
  return (
    <ul
      aria-label="Partitions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard
      tabIndex={0}
      className="grid max-h-24 min-h-6 grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-5 gap-y-1 overflow-y-auto text-xs"
    >
      {facts.partitions.map((each) => (
        <Partition key={each.partition} position={each} error={errors.get(each.partition)?.message} />
      ))}
    </ul>
  )
}

function Partition({ position, error }: { position: PartitionPosition; error: string | undefined }) {
  const { partition, low, high } = position
  const behind = behindOf(position)
  return (
    <li className="grid grid-cols-[2.25rem_minmax(3rem,1fr)_auto] items-center gap-2" title={error}>
      <span className="truncate font-mono text-muted">
        <span className="sr-only">Partition </span>
        <span aria-hidden>p</span>
        {partition}
      </span>
      <Bar position={position} />
      <span className="text-right font-mono">
        <span className="text-muted">
          {low}–{high}
        </span>
        {error === undefined ? (
          <span className={behind > 0n ? 'ml-2 text-ink' : 'ml-2 text-ok'}>
            {behind > 0n ? `−${formatCount(behind)}` : 'at end'}
            {behind > 0n && <span className="sr-only"> to read</span>}
          </span>
        ) : (
          <span className="ml-2 font-sans text-bad">{error}</span>
        )}
      </span>
    </li>
  )
}

function Bar({ position }: { position: PartitionPosition }) {
  const low = BigInt(position.low)
  const span = BigInt(position.high) - low
  const share = (offset: string) =>
    span <= 0n ? 100 : Number(((BigInt(offset) - low) * 10_000n) / span) / 100
  const from = Math.min(100, Math.max(0, share(position.from)))
  const to = Math.min(100, Math.max(from, share(position.position)))
  return (
    <span aria-hidden className="relative h-1.5 overflow-hidden rounded-full bg-line">
      <span
        className="absolute inset-y-0 min-w-0.5 rounded-full bg-accent"
        style={{ left: `min(${from}%, calc(100% - 2px))`, width: `${to - from}%` }}
      />
    </span>
  )
}

/** behindOf says how many offsets lie between the position and the end that the reading goes to. */
export function behindOf({ position, high, to }: PartitionPosition): bigint {
  const end = to === null ? BigInt(high) : BigInt(to)
  const behind = end - BigInt(position)
  return behind > 0n ? behind : 0n
}
