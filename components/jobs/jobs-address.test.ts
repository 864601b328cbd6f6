import { expect, test } from 'vitest'
import { choiceOf, isChosen, readJobsAddress, writeJobsAddress } from './jobs-address.ts'

test('an address is read and written as it was, without what it can’t mean', () => {
  const text = 'text=orders+bob&state=failed&kind=consume&profile=prf_1&from=2026-01-31&to=2026-02-01'
  expect(writeJobsAddress(readJobsAddress(new URLSearchParams(text)))).toBe(text)
  const wrong = readJobsAddress(new URLSearchParams('state=lost&kind=dance&from=yesterday'))
  expect(isChosen(wrong)).toBe(false)
  expect(writeJobsAddress(wrong)).toBe('')
})

test('the server is asked for whole days of the reader, and for both states of what has not ended', () => {
  const address = readJobsAddress(new URLSearchParams('state=open&from=2026-01-31&to=2026-01-31&text=+x+'))
  const { from = '', to = '', ...rest } = choiceOf(address)
  expect(rest).toEqual({ text: 'x', state: 'queued,running' })
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000)
})
