import { expect, test } from 'vitest'
import type { CheckEvent } from '#lib/shared/check.ts'
import { endCheck, reduceCheck, startedCheck } from './check-state.ts'

const resolve = {
  type: 'step',
  step: 'resolve',
  status: 'ok',
  detail: 'one address',
  milliseconds: 2,
} as const
const connecting = { type: 'step', step: 'connect', status: 'running', detail: '' } as const
const verdict: CheckEvent = {
  type: 'verdict',
  verdict: 'authorized',
  message: 'Works.',
  milliseconds: 9,
  rights: [],
  cluster: null,
}

function after(...events: CheckEvent[]) {
  return events.reduce(reduceCheck, startedCheck)
}

test('keeps the newest word of each step', () => {
  const refused = { ...connecting, status: 'failed', code: 'broker_refused' } as const
  expect(after(resolve, connecting, refused)).toEqual({
    phase: 'running',
    steps: { resolve, connect: refused },
    verdict: null,
    error: null,
  })
})

test('ends with the verdict', () => {
  expect(after(resolve, verdict)).toMatchObject({ phase: 'ended', verdict, error: null })
})

test('ends with its own failure, and leaves no step running', () => {
  const error = { code: 'deadline', message: 'Too slow.' } as const
  expect(after(resolve, connecting, { type: 'failed', error })).toEqual({
    phase: 'ended',
    steps: { resolve },
    verdict: null,
    error,
  })
})

test('ends without an error when a person stops it', () => {
  expect(endCheck(after(connecting), null)).toEqual({ phase: 'ended', steps: {}, verdict: null, error: null })
})
