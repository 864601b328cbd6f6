import { afterEach, expect, it, vi } from 'vitest'
import { setClock } from './clock.ts'
import { isStopping, onShutdown, onStart, runShutdownHooks, runStartHooks } from './lifecycle.ts'
import { takeToken } from './limiter.ts'
import { escapeText, logger, setLogStream, throwSite } from './logger.ts'
import { forgetSingleton, singleton } from './singleton.ts'

afterEach(() => {
  for (const name of ['thing', 'lifecycle', 'limiter']) forgetSingleton(name)
  vi.useRealTimers()
})

it('makes a singleton once, and again after a failure', () => {
  let made = 0
  const failing = () => {
    made += 1
    throw new Error('no')
  }
  expect(() => singleton('thing', failing)).toThrow('no')
  expect(singleton('thing', () => ++made)).toBe(2)
  expect(singleton('thing', () => ++made)).toBe(2)
})

it('writes one line of JSON an event, with control and direction characters escaped', () => {
  const lines: string[] = []
  const restore = setLogStream({ write: (line) => lines.push(line) })
  logger.warn('egress.blocked', { host: 'a\u001b[31m\nb\u202ec', port: 1, reason: 'x'.repeat(2000) })
  restore()
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd()).not.toMatch(/[\u001b\n\u202e]/u)
  const { level, event, host, port, reason } = JSON.parse(lines[0] ?? '') as Record<string, string>
  expect({ level, event, host, port }).toEqual({
    level: 'warn',
    event: 'egress.blocked',
    host: 'a\\u001b[31m\\u000ab\\u202ec',
    port: 1,
  })
  expect(reason).toHaveLength(501)
  expect(escapeText('plain – text')).toBe('plain – text')
})

it('names where an error was thrown, without its message', () => {
  expect(throwSite(new Error('canary\n    at canary'))).toMatch(/base\.test\.ts:\d+/)
  expect(throwSite('canary')).toBe('unknown')
})

it('lets a limited number through in a sliding window, each key for itself', () => {
  const limit = { name: 'test', max: 3, windowMs: 60_000 }
  let now = 1_000_000
  const restore = setClock({ now: () => now })
  for (let i = 0; i < 3; i++) takeToken(limit, 'ada')
  expect(() => {
    takeToken(limit, 'ada')
  }).toThrow(expect.objectContaining({ code: 'rate_limited', retryAfter: 60 }))
  takeToken(limit, 'bob')
  now += 60_001
  takeToken(limit, 'ada')
  restore()
})

it('starts hooks in order, stops them at once with the last ones last, and survives one that fails', async () => {
  const seen: string[] = []
  const restore = setLogStream({
    write: (line) => seen.push(line.includes('server.hook-failed') ? 'logged' : line),
  })
  onStart('a', () => void seen.push('start a'))
  onStart('b', () => void seen.push('start b'))
  onShutdown('database', () => void seen.push('database'), { last: true })
  onShutdown('streams', async () => {
    await Promise.resolve()
    seen.push('streams')
  })
  onShutdown('bad', () => Promise.reject(new Error('no')))
  await runStartHooks()
  expect(isStopping()).toBe(false)
  await runShutdownHooks()
  restore()
  expect(isStopping()).toBe(true)
  expect(seen.slice(0, 2)).toEqual(['start a', 'start b'])
  expect(seen.slice(2, 4).sort()).toEqual(['logged', 'streams'])
  expect(seen.at(-1)).toBe('database')
})

it('gives a hook that hangs up after five seconds', async () => {
  vi.useFakeTimers()
  onShutdown('hangs', () => new Promise(() => undefined))
  const stopping = runShutdownHooks()
  await vi.advanceTimersByTimeAsync(5_000)
  await vi.advanceTimersByTimeAsync(5_000)
  await expect(stopping).resolves.toBeUndefined()
})
