import { expect, it } from 'vitest'
import { emptyView } from '#lib/client/record-stream/protocol.ts'
import { streamStatus } from './stream-status.ts'

const partitions = [0, 1].map((partition) => ({
  partition,
  low: '0',
  high: '5',
  from: '0',
  to: null,
  position: '5',
}))
const error = (partition: number) => ({ partition, message: 'No broker answers.', retriable: true })
const reading = { ...emptyView, phase: 'reading', partitions } as const

it('is live while some partition can be read', () => {
  const one = { ...reading, partitionErrors: [error(1)] }
  expect(streamStatus(reading, 'open', true)).toMatchObject({ word: 'Live', sentence: null })
  expect(streamStatus(one, 'open', true)).toMatchObject({ word: 'Live', sentence: null })
})

it('waits when none can, and says why', () => {
  const none = { ...reading, partitionErrors: [error(0), error(1)] }
  expect(streamStatus(none, 'open', true)).toEqual({
    dot: 'warn',
    word: 'Waiting',
    sentence: 'No broker answers. Reading goes on where it stood, as soon as it can.',
    action: null,
  })
})
