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
        what: 'Scan 2,000,000 × 200 B with a text filter, 1 % hits',
        ours: '4,191,887 records/s, 0.6 × its CPU',
        reference: 'bare franz-go: 2,255,549',
        wanted: 'at least 1 ×',
        met: true,
        when: quiet,
        command: 'reading-scan --quick',
      },
      {
        what: 'The same, compressed by lz4',
        ours: '3,994,816 records/s, 0.8 × its CPU',
        reference: 'bare franz-go: 2,572,141',
        wanted: 'at least 1 ×',
        met: true,
        when: quiet,
        command: 'reading-scan --quick',
      },
      {
        what: 'Scan 200,000 × 200 B with a predicate on one field',
        ours: '1,821,551 records/s',
        reference: 'JSON and goja for each record: 188,957',
        wanted: 'at least 5 ×',
        met: true,
        when: busy,
        command: 'reading-predicate --quick',
      },
      {
        what: 'Memory of a scan of 10,000,000 records above one of 1,000,000',
        ours: '18 MB',
        wanted: 'at most 50 MB',
        met: true,
        when: quiet,
        command: 'reading-memory',
      },
      {
        what: 'First record, warm, at the server',
        ours: '52 ms',
        wanted: 'at most 50 ms',
        met: false,
        when: quiet,
        command: 'reading-first --quick',
      },
      {
        what: 'First record, warm, on the screen',
        ours: '134 ms',
        wanted: 'at most 150 ms',
        met: true,
        when: quiet,
        command: 'reading-first --quick',
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
        what: '1,000 viewers of one topic at 100 records/s: the server’s memory above one viewer’s',
        ours: '261 MB',
        wanted: 'at most 300 MB',
        met: true,
        when: busy,
        command: 'reading-viewers --viewers 1000',
      },
      {
        what: '1,000 viewers of one topic at 100 records/s: delivery, p99; one reader, two sockets to the broker, nothing lost',
        ours: '222 ms',
        wanted: 'at most 250 ms',
        met: true,
        when: busy,
        command: 'reading-viewers --viewers 1000',
      },
      {
        what: 'A tab open for ten minutes at 5,000 records/s: heap at minutes 1, 5 and 10',
        ours: '8.5, 8.6, 8.7 MB',
        wanted: 'a rise of at most 10 MB',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: DOM nodes',
        ours: '1,239, 1,246, 1,309',
        wanted: 'a rise of at most 500',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: memory of the server; none of 3,000,000 records missing or skipped',
        ours: '268, 272, 271 MB',
        wanted: 'a rise of at most 150 MB',
        met: true,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: 'The same: frames under 33 ms',
        ours: '92.8 %',
        wanted: 'at least 95 %',
        met: false,
        when: busy,
        command: 'soak --rate 5000',
      },
      {
        what: '1,000 records/s: handed to the producer to drawn in the page, p50',
        ours: '47 ms',
        wanted: 'at most 60 ms',
        met: true,
        when: quiet,
        command: 'reading-latency --quick',
      },
      {
        what: 'The same, p99',
        ours: '202 ms',
        wanted: 'at most 150 ms',
        met: false,
        when: quiet,
        command: 'reading-latency --quick',
      },
      {
        what: 'Live delivery beside two heavy scans of the same user, p99',
        ours: '272 ms',
        wanted: 'at most 250 ms',
        met: false,
        when: quiet,
        command: 'reading-fair --quick',
      },
      {
        what: 'A request for the list of profiles while a scan runs, p99',
        ours: '57 ms',
        reference: 'idle server: 23 ms',
        wanted: 'at most 3 ×',
        met: true,
        when: quiet,
        command: 'reading-rest --quick',
      },
    ],
  },
  {
    title: 'Jobs',
    rows: [
      {
        what: 'Produce 1,000,000 × 200 B, acks all, each record read back once',
        ours: '247,647 records/s',
        reference: 'Java’s kafka-producer-perf-test: 111,415',
        wanted: 'at least 2 ×',
        met: true,
        when: busy,
        command: 'produce-java --rounds 2',
      },
      {
        what: 'Consume 1,000,000 × 200 B in a group, after the join, committed',
        ours: '3,915,200 records/s',
        reference: 'Java’s kafka-consumer-perf-test: 820,369',
        wanted: 'at least 1 ×',
        met: true,
        when: quiet,
        command: 'group-consume --rounds 2',
      },
      {
        what: 'The test application’s scenario, 1,000 records produced, consumed and compared',
        ours: '5,300 records/s',
        reference: 'its own loop: 2',
        wanted: 'at least 500 ×',
        met: true,
        when: quiet,
        command: 'scenario --rounds 2',
      },
      {
        what: 'Round trips of 100,000 records, one broker of three killed half way: wrong reports of four; lost 0',
        ours: '0',
        wanted: '0',
        met: true,
        when: quiet,
        command: 'round-trip --records 100000 --rounds 4',
      },
      {
        what: 'Thirty produce jobs at once, all together',
        ours: '316,623 records/s',
        reference: 'one job: 359,454',
        wanted: 'at least 1 ×',
        met: false,
        when: quiet,
        command: 'jobs-thirty',
      },
      {
        what: 'The server’s answers meanwhile, p99',
        ours: '85 ms',
        wanted: 'at most 200 ms',
        met: true,
        when: quiet,
        command: 'jobs-thirty',
      },
    ],
  },
]
