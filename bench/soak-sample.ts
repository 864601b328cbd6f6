import { type Finding, plainFinding } from './finding.ts'
import { type FrameHistogram, framesBetween, framesUnder, longestGap } from './frame-histogram.ts'

/** Two frames of a screen with 60 a second take 33.3 ms: a frame under this one missed nothing. */
const SMOOTH_MS = 33
/** The page's memory settles while the first screens are drawn; from here on it must stay. */
const SETTLED_SECONDS = 60

/** SoakSample is what a look at the tab, the stream and the server showed; all counts since the beginning. */
export interface SoakSample {
  readonly second: number
  /** Records that Kafka acknowledged. */
  readonly produced: number
  /** Records that came into the page's list, still there or not, and those that the page says it left out. */
  readonly taken: number
  readonly skipped: number
  /** The same of a second viewer, which reads the same stream by HTTP and does nothing with it. */
  readonly streamTaken: number
  readonly streamSkipped: number
  /** After a garbage collection, in MB. */
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  /** Resident memory in MB. */
  readonly renderer: number
  readonly server: number
  readonly frames: FrameHistogram
}

/** countOf reads a figure as the page writes it: "1,234,567"; 0 when the page does not show it. */
export function countOf(text: string | undefined): number {
  return Number((text ?? '').replace(/\D/g, ''))
}

const head = [
  'at',
  'produced',
  'in the list, ever',
  'skipped',
  'stream: taken',
  'skipped',
  'heap MB',
  'nodes',
  'listeners',
  'renderer MB',
  'server MB',
  `frames < ${SMOOTH_MS} ms`,
  'longest ms',
]

/** samplesTable renders samples as a Markdown table; frames are those since the line before. */
export function samplesTable(samples: readonly SoakSample[]): string {
  const rows = samples.map((sample, index) => {
    const frames = framesBetween(samples[index - 1]?.frames ?? [], sample.frames)
    return [
      `${Math.floor(sample.second / 60)}:${String(Math.round(sample.second) % 60).padStart(2, '0')}`,
      ...[sample.produced, sample.taken, sample.skipped, sample.streamTaken, sample.streamSkipped].map(
        (count) => count.toLocaleString('en'),
      ),
      sample.heap.toFixed(1),
      sample.nodes,
      sample.listeners,
      sample.renderer.toFixed(0),
      sample.server.toFixed(0),
      `${(framesUnder(frames, SMOOTH_MS) * 100).toFixed(1)} %`,
      longestGap(frames),
    ]
  })
  return [head, head.map(() => '--:'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** How far each may rise above where it stood after a minute. A list of 100,000 records is 32 MB, still filling then. */
const bounds = [
  { name: 'heap', unit: 'MB', atMost: 10, of: (sample: SoakSample) => sample.heap },
  { name: 'DOM nodes', unit: 'nodes', atMost: 500, of: (sample: SoakSample) => sample.nodes },
  { name: 'listeners', unit: 'listeners', atMost: 100, of: (sample: SoakSample) => sample.listeners },
  { name: "renderer's memory", unit: 'MB', atMost: 100, of: (sample: SoakSample) => sample.renderer },
  { name: "server's memory", unit: 'MB', atMost: 150, of: (sample: SoakSample) => sample.server },
] as const

/**
 * soakFindings judges the samples of one soak: what may not grow, how smooth the page was, and that every record
 * produced was taken in or said to be skipped. The last sample must stand after all has arrived. Throws without one.
 */
export function soakFindings(what: string, samples: readonly SoakSample[]): Finding[] {
  const last = samples.at(-1)
  if (last === undefined) throw new Error('A soak without a sample shows nothing.')
  const settled = samples.filter(({ second }) => second >= SETTLED_SECONDS)
  const watched = settled.length > 1 ? settled : samples
  const [base = last] = watched
  const grown = bounds.map(({ name, unit, atMost, of }): Finding => {
    const rise = Math.max(...watched.map(of)) - of(base)
    return plainFinding(`${what}: rise of the ${name}`, rise, unit, { atMost })
  })
  const share = framesUnder(framesBetween(samples[0]?.frames ?? [], last.frames), SMOOTH_MS) * 100
  const lost = (taken: number, skipped: number): number => Math.abs(last.produced - taken - skipped)
  return [
    ...grown,
    plainFinding(`${what}: frames under ${SMOOTH_MS} ms`, share, '%', { atLeast: 95 }),
    plainFinding(
      `${what}: records that the page neither took in nor said it skipped`,
      lost(last.taken, last.skipped),
      'records',
      {
        atMost: 0,
      },
    ),
    plainFinding(`${what}: the same of its stream`, lost(last.streamTaken, last.streamSkipped), 'records', {
      atMost: 0,
    }),
  ]
}
