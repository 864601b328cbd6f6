import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { checkAddress } from './check-address.ts'
import { EgressBlockedError } from './egress-blocked-error.ts'

/** Resolve is the one thing that a look-up needs from the system: all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: { all: true; family?: number | string; hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const systemResolve: Resolve = (hostname, options, callback) => {
  lookup(hostname, { ...options, family: toFamily(options.family) }, callback)
}

/**
 * guardedLookup is a `lookup` for `net.connect` and `tls.connect`. It resolves once, drops the addresses that the
 * policy forbids, and hands the rest to the socket, which connects to exactly those: a name that resolves differently
 * a moment later gains nothing. Gives EgressBlockedError when nothing is left, the resolver's error when it failed.
 */
export function guardedLookup(
  policy: EgressPolicy,
  port: number,
  resolve: Resolve = systemResolve,
): LookupFunction {
  return (hostname, options, callback) => {
    const { family, hints } = options
    const wanted = {
      all: true as const,
      ...(family !== undefined && { family }),
      ...(hints !== undefined && { hints }),
    }
    resolve(hostname, wanted, (error, addresses) => {
      if (error) {
        callback(error, '')
        return
      }
      const answers = addresses.map((found) => ({ found, answer: checkAddress(policy, found.address, port) }))
      const allowed = answers.filter(({ answer }) => answer.allowed).map(({ found }) => found)
      const first = allowed[0]
      if (!first) {
        const refused = answers.find(({ answer }) => !answer.allowed)?.answer
        const reason = refused && !refused.allowed ? refused.reason : 'the name has no address'
        callback(new EgressBlockedError(hostname, port, reason), '')
        return
      }
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

function toFamily(family: number | string | undefined): number {
  if (family === 'IPv4') return 4
  if (family === 'IPv6') return 6
  return typeof family === 'number' ? family : 0
}
