import type { Measured } from './measured.ts'

const quiet = '2026-11-30, 2 shared cores'
const busy = '2026-11-30, 2 shared cores with much other work'

/** measuredJobs is the table of what jobs write, consume and list. */
export const measuredJobs: Measured = {
  title: 'Jobs',
  rows: [
    {
      what: 'Produce 1,000,000 × 200 B, acks all, each record read back once',
      ours: '1,094,314 records/s',
      reference: 'Java’s kafka-producer-perf-test: 456,621',
      wanted: 'at least 2 ×',
      met: true,
      when: quiet,
      command: 'produce-java --rounds 3',
    },
    {
      what: 'Consume 1,000,000 × 200 B in a group, after the join, committed',
      ours: '7,360,136 records/s',
      reference: 'Java’s kafka-consumer-perf-test: 1,567,398',
      wanted: 'at least 1 ×',
      met: true,
      when: quiet,
      command: 'group-consume --rounds 3',
    },
    {
      what: 'The test application’s scenario, 1,000 records produced, consumed and compared',
      ours: '12,660 records/s',
      reference: 'its own loop: 2',
      wanted: 'at least 500 ×',
      met: true,
      when: quiet,
      command: 'scenario --rounds 3',
    },
    {
      what: 'Round trips of 100,000 records, one broker of three killed half way: wrong reports of twenty; lost 0',
      ours: '0',
      wanted: '0',
      met: true,
      when: busy,
      command: 'round-trip --records 100000 --rounds 20',
    },
    {
      what: 'Thirty produce jobs at once, all together',
      ours: '930,233 records/s',
      reference: 'one job: 842,460',
      wanted: 'at least 1 ×',
      met: true,
      when: quiet,
      command: 'jobs-thirty',
    },
    {
      what: 'The server’s answers meanwhile, p99',
      ours: '44 ms',
      wanted: 'at most 200 ms',
      met: true,
      when: quiet,
      command: 'jobs-thirty',
    },
    {
      what: 'A file of 302 MB, 1,500,000 JSON lines, produced: memory of the command above a small file’s; of the server above its rest',
      ours: '131 MB; 146 MB',
      wanted: 'at most 150 MB',
      met: true,
      when: quiet,
      command: 'produce-file',
    },
    {
      what: '2,000 consumer groups with lag, through the server: a page of 50, p95 of 40; all of them, by 200',
      ours: '32 ms; 403 ms',
      wanted: 'at most 300 ms; 5 s',
      met: true,
      when: quiet,
      command: 'groups-many',
    },
  ],
}
