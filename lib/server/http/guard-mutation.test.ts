import { afterEach, beforeEach, expect, it } from 'vitest'
import { ORIGIN, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { guardMutation } from './guard-mutation.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
afterEach(() => server.close())

const post = (headers: Record<string, string>) => () =>
  guardMutation(new Request(`${ORIGIN}/api/x`, { method: 'POST', headers }))

it('lets our own pages through, and a script with an API token, which no other site can send', () => {
  for (const headers of [
    { Origin: ORIGIN },
    { 'Sec-Fetch-Site': 'same-origin' },
    { Authorization: 'Bearer ks_x' },
  ]) {
    expect(post(headers as Record<string, string>)).not.toThrow()
  }
})

it('refuses other sites, and requests that say nothing of where they come from', () => {
  for (const headers of [
    {},
    { Origin: 'https://evil.example' },
    { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
    // A browser sends this one by itself, to whom it once signed in.
    { Origin: 'https://evil.example', Authorization: 'Basic YTpi' },
  ]) {
    expect(post(headers as Record<string, string>)).toThrow('did not come from a page')
  }
})
