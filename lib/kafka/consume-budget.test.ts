import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ConsumeBudget } from './consume-budget.ts'

it('waits at a pace for which no timer is long enough, and lets go of who leaves', async () => {
  const warnings: string[] = []
  const note = ({ name }: Error) => warnings.push(name)
  process.on('warning', note)
  const stop = new AbortController()
  const budget = new ConsumeBudget({ rate: 1e-9 })
  expect(await budget.allow(stop.signal)).toBe(1)
  const waiting = budget.allow(stop.signal)
  await delay(20)
  stop.abort()
  expect(await waiting).toBe(0)
  process.off('warning', note)
  // A timer that is too long is due after a millisecond: that is a loop and no wait.
  expect(warnings).toEqual([])
})
