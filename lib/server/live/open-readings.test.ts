import { expect, it } from 'vitest'
import { openReading } from './open-readings.ts'

const AT_ONCE = 50
const OF_ONE_PERSON = 20

/** Nobody of them opens more than two. */
const reader = (teamId: string, number = 0) => ({ teamId, person: `person ${Math.floor(number / 2)}` })

async function open(team: string, count: number, viewer: AbortSignal) {
  return Promise.all(
    Array.from({ length: count }, (_, number) => openReading(reader(team, number), viewer, 0)),
  )
}

it('takes in so many readings of one person, and leaves the rest to the team', async () => {
  const viewer = new AbortController()
  const greedy = { teamId: 'team_f', person: 'greedy' }
  for (let count = 0; count < OF_ONE_PERSON; count++) await openReading(greedy, viewer.signal, 0)
  await expect(openReading(greedy, viewer.signal, 0)).rejects.toMatchObject({ code: 'rate_limited' })
  expect((await openReading(reader('team_f'), viewer.signal, 0)).signal.aborted).toBe(false)
  viewer.abort()
})

it('takes in so many readings of a team, and more when some have left', async () => {
  const viewer = new AbortController()
  const readings = await open('team_a', AT_ONCE, viewer.signal)
  await expect(openReading(reader('team_a'), viewer.signal, 0)).rejects.toMatchObject({
    code: 'rate_limited',
  })
  const other = await openReading(reader('team_b'), viewer.signal)
  readings[0]?.close()
  expect(readings[0]?.signal.aborted).toBe(true)
  const late = await openReading(reader('team_a'), viewer.signal, 0)
  viewer.abort()
  expect([late, other, ...readings].every(({ signal }) => signal.aborted)).toBe(true)
  expect((await openReading(reader('team_a'), new AbortController().signal, 0)).signal.aborted).toBe(false)
})

it('who comes when all is taken waits for the first to share its reading', async () => {
  const viewer = new AbortController()
  const [first] = await open('team_d', AT_ONCE, viewer.signal)
  const waiting = openReading(reader('team_d'), viewer.signal)
  first?.joined()
  expect((await waiting).signal.aborted).toBe(false)
  expect(first?.signal.aborted).toBe(false)
  viewer.abort()
  expect(first?.signal.aborted).toBe(true)
})

it('who leaves while waiting is let go', async () => {
  const viewer = new AbortController()
  await open('team_e', AT_ONCE, viewer.signal)
  const impatient = new AbortController()
  const waiting = openReading(reader('team_e'), impatient.signal)
  impatient.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'rate_limited' })
  viewer.abort()
})

it('a viewer who is gone already reads nothing', async () => {
  expect((await openReading(reader('team_c'), AbortSignal.abort())).signal.aborted).toBe(true)
})
