import { measuredJobs } from './measured-jobs.ts'

/** Measured is a table of the documentation; each row says by which command it is printed. */
export interface Measured {
  readonly title: string
  readonly rows: readonly {
    readonly what: string
    readonly ours: string
    readonly reference?: string
    readonly wanted: string
    readonly met: boolean
    readonly when: string
    readonly command: string
  }[]
}

const quiet = '2026-11-30, 2 shared cores'
const busy = '2026-11-30, 2 shared cores with much other work'

export const measured: readonly Measured[] = [
  {
    title: 'Reading',
    rows: [
      {
        what: 'Scan 1,000,000 × 200 B with a text filter, 1 % hits',
        ours: '6,742,137 records/s, 0.6 × its CPU',
        reference: 'bare franz-go: 3,739,406',
        wanted: 'at least 1 ×, at most its CPU',
        met: true,
        when: quiet,
        command: 'reading-scan',
      },
      {
        what: 'Scan 1,000,000 × 200 B, lz4 with a text filter, 1 % hits',
        ours: '5,796,048 records/s, 1.0 × its CPU',
        reference: 'bare franz-go: 4,423,371',
        wanted: 'at least 1 ×, at most its CPU',
        met: true,
        when: quiet,
        command: 'reading-scan',
      },
      {
        what: 'Scan 10,000,000 × 200 B with a text filter, 1 % hits',
        ours: '9,066,199 records/s, 0.5 × its CPU',
        reference: 'bare franz-go: 4,166,858',
        wanted: 'at least 1 ×, at most its CPU',
        met: true,
        when: quiet,
        command: 'reading-scan',
      },
      {
        what: 'Scan 10,000,000 × 200 B, lz4 with a text filter, 1 % hits',
        ours: '9,850,543 records/s, 0.8 × its CPU',
        reference: 'bare franz-go: 6,693,005',
        wanted: 'at least 1 ×, at most its CPU',
        met: true,
        when: quiet,
        command: 'reading-scan',
      },
      {
        what: 'Scan 1,000,000 × 200 B with a predicate on one field',
        ours: '6,349,180 records/s',
        reference: 'JSON and goja for each record: 468,340',
        wanted: 'at least 5 ×',
        met: true,
        when: quiet,
        command: 'reading-predicate',
      },
      {
        what: 'Memory of a scan of 10,000,000 records above one of 1,000,000',
        ours: '7 MB',
        wanted: 'at most 50 MB',
        met: true,
        when: quiet,
        command: 'reading-memory',
      },
      {
        what: 'First record, warm, at the server',
        ours: '20 ms',
        wanted: 'at most 50 ms',
        met: true,
        when: quiet,
        command: 'reading-first',
      },
      {
        what: 'First record, warm, on the screen',
        ours: '112 ms',
        wanted: 'at most 150 ms',
        met: true,
        when: quiet,
        command: 'reading-first',
      },
      {
        what: 'A request for the list of profiles while a scan runs, p99',
        ours: '17 ms',
        reference: 'idle server: 8 ms',
        wanted: 'at most 3 ×',
        met: true,
        when: quiet,
        command: 'reading-rest',
      },
      {
        what: 'Histogram of 1,000,000 records, 60 buckets × 12 partitions',
        ours: '228 ms',
        wanted: 'at most 300 ms',
        met: true,
        when: busy,
        command: 'histogram --rounds 9',
      },
    ],
  },
  {
    title: 'Live views',
    rows: [
      {
        what: '1,000 records/s: handed to the producer to drawn in the page, p50',
        ours: '25 ms',
        wanted: 'at most 60 ms',
        met: true,
        when: quiet,
        command: 'reading-latency',
      },
      {
        what: 'The same, p99',
        ours: '45 ms',
        wanted: 'at most 150 ms',
        met: true,
        when: quiet,
        command: 'reading-latency',
      },
      {
        what: 'Live delivery beside two heavy scans of the same user, p99',
        ours: '90 ms',
        wanted: 'at most 250 ms',
        met: true,
        when: quiet,
        command: 'reading-fair',
      },
      {
        what: '1,000 viewers of one topic at 100 records/s: delivery, p99; one reader, no socket to the broker more than for one viewer, nothing lost',
        ours: '91 ms',
        wanted: 'at most 250 ms',
        met: true,
        when: quiet,
        command: 'reading-viewers',
      },
      {
        what: 'The same: the server’s memory above one viewer’s',
        ours: '287 MB',
        wanted: 'at most 300 MB',
        met: true,
        when: quiet,
        command: 'reading-viewers',
      },
      {
        what: 'A tab open for ten minutes at 50,000 records/s: frames under 33 ms',
        ours: '99.5 %',
        wanted: 'at least 95 %',
        met: true,
        when: quiet,
        command: 'reading-sustained',
      },
      {
        what: 'The same: rise of the heap; of the DOM nodes; of the renderer’s memory; of the server’s',
        ours: '1 MB; 21; 63 MB; 0 MB',
        wanted: 'at most 10 MB; 500; 100 MB; 150 MB',
        met: true,
        when: quiet,
        command: 'reading-sustained',
      },
      {
        what: 'The same: records neither taken in nor said to be skipped, of 30,000,000',
        ours: '0',
        wanted: '0',
        met: true,
        when: quiet,
        command: 'reading-sustained',
      },
      {
        what: 'A tab open for ten minutes at 5,000 records/s: heap at minutes 1, 5 and 10',
        ours: '9.4, 9.3, 9.3 MB',
        wanted: 'a rise of at most 10 MB',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: DOM nodes',
        ours: '1,429, 1,450, 1,317',
        wanted: 'a rise of at most 500',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: memory of the server; none of 3,000,000 records missing or skipped',
        ours: '278, 290, 289 MB',
        wanted: 'a rise of at most 150 MB',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: frames under 33 ms',
        ours: '98.2 %',
        wanted: 'at least 95 %',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
    ],
  },
  measuredJobs,
]
