import { expect, it } from 'vitest'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { checkAddress } from './check-address.ts'
import { httpsEgress } from './https-egress.ts'

const open: Extract<EgressPolicy, { mode: 'open' }> = { mode: 'open', ownAddresses: ['10.0.0.5'] }
const list: Extract<EgressPolicy, { mode: 'list' }> = {
  mode: 'list',
  rules: [{ cidr: '10.1.0.0/16', ports: [{ first: 9092, last: 9092 }] }],
}
const team = (server: typeof open | typeof list, only: boolean): EgressPolicy => ({
  mode: 'team',
  server,
  only,
  rules: [{ cidr: '10.1.0.0/16', ports: [{ first: 8443, last: 8443 }] }],
})

it.each<[string, EgressPolicy, string, number, boolean]>([
  ['an open server', open, '8.8.4.4', 443, true],
  ['an open server, other ports as before', open, '8.8.4.4', 9093, true],
  ['an open server, no other port', open, '8.8.4.4', 8443, false],
  ['an open server, not loopback', open, '127.0.0.1', 443, false],
  ['an open server, not the cloud’s metadata', open, '169.254.169.254', 443, false],
  ['an open server, not itself', open, '10.0.0.5', 443, false],
  ['a server with a list', list, '10.1.2.3', 443, false],
  ['a team’s further ports', team(open, false), '10.1.2.3', 8443, true],
  ['a team’s further ports, and 443', team(open, false), '8.8.4.4', 443, true],
  ['a team’s own list', team(open, true), '8.8.4.4', 443, false],
  ['a team inside a server with a list', team(list, false), '8.8.4.4', 443, false],
])('lets a webhook be reached: %s', (_, policy, address, port, allowed) => {
  expect(checkAddress(httpsEgress(policy), address, port).allowed).toBe(allowed)
})
