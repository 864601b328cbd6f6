import type { Measured } from './measured.ts'

const quiet = '2026-11-30, 2 shared cores'
const busy = '2026-11-30, 2 shared cores with much other work'

/** measuredJobs is the table of what jobs write, consume and list. */
export const measuredJobs: Measured = {
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
    {
      what: 'A file of 302 MB, 1,500,000 JSON lines, produced: memory of the command above a small file’s; of the server above its rest',
      ours: '134 MB; 129 MB',
      wanted: 'at most 150 MB',
      met: true,
      when: quiet,
      command: 'produce-file',
    },
    {
      what: '2,000 consumer groups with lag, through the server: a page of 50, p95 of 40; all of them, by 200',
      ours: '56 ms; 532 ms',
      wanted: 'at most 300 ms; 5 s',
      met: true,
      when: quiet,
      command: 'groups-many',
    },
  ],
}
