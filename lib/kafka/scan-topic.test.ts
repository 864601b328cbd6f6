import { expect, it } from 'vitest'
import { ClusterLink } from './cluster-link.ts'
import type { ReadEvent } from './read-event.ts'
import { TopicScan } from './scan-topic.ts'

it('does not say that its time was over when it was told so with nothing left to read', async () => {
  // Nothing is asked of it: what to read was planned before, and is empty.
  const link = Object.create(ClusterLink.prototype) as ClusterLink
  const scan = new TopicScan(link, {
    topic: 't',
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: 10,
    planned: [{ partition: 0, low: '0', high: '9', from: '9', to: '9' }],
    context: {},
    lookup: null,
    signal: new AbortController().signal,
  })
  const events: ReadEvent[] = []
  for await (const event of scan.events()) {
    if (event.type === 'started') scan.halt('deadline')
    events.push(event)
  }
  expect(events.map(({ type }) => type)).toEqual(['started', 'progress', 'ended'])
  const { seconds: _, ...end } = events.at(-1) as Extract<ReadEvent, { type: 'ended' }>
  expect(end).toEqual({
    ...{ type: 'ended', reason: 'reached-end' },
    ...{ read: 0, matched: 0, skipped: 0, undecodable: 0 },
  })
})
