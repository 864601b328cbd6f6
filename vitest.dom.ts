import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

/** What jsdom leaves out and the parts of the page ask for. */
class QuietObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('ResizeObserver', QuietObserver)
vi.stubGlobal('matchMedia', (media: string) => ({
  matches: false,
  media,
  addEventListener: () => {},
  removeEventListener: () => {},
}))
Element.prototype.scrollIntoView = () => {}
Element.prototype.hasPointerCapture = () => false

// React reports its own misuse by the console; a test that causes a complaint has found a fault.
let complaints: unknown[][] = []
const complain = (...words: unknown[]): void => {
  // An element of HTML that jsdom does not know yet.
  if (String(words[0]).startsWith('The tag <%s> is unrecognized') && words[1] === 'search') return
  complaints.push(words)
}

beforeEach(() => {
  complaints = []
  vi.spyOn(console, 'error').mockImplementation(complain)
  vi.spyOn(console, 'warn').mockImplementation(complain)
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  expect(complaints, 'nothing may complain on the console').toEqual([])
})
