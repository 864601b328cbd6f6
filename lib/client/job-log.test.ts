import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JobProgress } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import { applyJobEvent, isOver, type JobLog, jobLogOf, MAX_ENTRIES, MAX_SAMPLES } from './job-log.ts'

const at = '2026-01-31T00:00:00.000Z'
const empty = jobLogOf({ state: 'queued', progress: null, result: null, error: null })
const progress = (done: number): JobProgress => ({
  done,
  failed: 0,
  total: 10,
  bytes: done * 10,
  recordsPerSecond: 5,
  latency: null,
  partitions: [],
  lag: null,
})
const event = (sequence: number, body: JobEvent['body']): JobEvent => ({ sequence, at, body })
const story: JobEvent[] = [
  event(1, { type: 'state', state: 'running' }),
  event(2, { type: 'note', message: 'The topic was created.' }),
  event(3, { type: 'progress', progress: progress(4) }),
  event(4, { type: 'progress', progress: progress(10) }),
  event(5, {
    type: 'ended',
    state: 'succeeded',
    result: { ...progress(10), seconds: 2, topicCreated: true, groupId: null, stopReason: 'count' },
    error: null,
  }),
]
const tell = (events: readonly JobEvent[], log: JobLog = empty) => events.reduce(applyJobEvent, log)

test('a job’s story ends in its result', () => {
  const log = tell(story)
  expect(log).toMatchObject({ state: 'succeeded', sequence: 5, result: { done: 10, topicCreated: true } })
  expect(log.entries.map((each) => each.body.type)).toEqual(['state', 'note', 'ended'])
  expect(log.samples).toHaveLength(2)
  expect([isOver('running'), isOver(log.state)]).toEqual([false, true])
})

test('property: wherever a stream breaks and however much it repeats, the log is the same', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.nat(5), (upTo, again) => {
      const first = tell(story.slice(0, upTo))
      expect(tell(story.slice(Math.min(again, upTo)), first)).toEqual(tell(story))
    }),
  )
})

test('a job of hours keeps a chart and a journal of bounded size, from its beginning to its end', () => {
  const long = Array.from({ length: 20_000 }, (_, index) =>
    event(
      index + 1,
      index % 3 === 0
        ? { type: 'warning', message: 'slow' }
        : { type: 'progress', progress: progress(index) },
    ),
  )
  const log = tell(long)
  expect(log.entries).toHaveLength(MAX_ENTRIES)
  expect(log.samples.length).toBeLessThanOrEqual(MAX_SAMPLES)
  expect(log.samples.length).toBeGreaterThan(MAX_SAMPLES / 4)
})
