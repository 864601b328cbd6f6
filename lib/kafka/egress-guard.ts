import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'

export class EgressBlockedError extends Error {
  override readonly name = 'EgressBlockedError'
  readonly code = 'EGRESS_BLOCKED'
}

function allows(policy: EgressPolicy, address: string, port: number): boolean {
  if (policy.mode === 'unrestricted') return true
  if (policy.mode === 'open') return !policy.ownAddresses.includes(address)
  return policy.rules.some((rule) => {
    const [network = '', bits] = rule.cidr.split('/')
    const type = isIPv6(network) ? 'ipv6' : 'ipv4'
    const list = new BlockList()
    list.addSubnet(network, Number(bits), type)
    return (
      list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') &&
      rule.ports.some(({ first, last }) => port >= first && port <= last)
    )
  })
}

export function assertAddress(policy: EgressPolicy, address: string, port: number): void {
  if (isIP(address) && !allows(policy, address, port)) {
    throw new EgressBlockedError(`The egress policy does not allow ${address} port ${port}.`)
  }
}

export function guardedLookup(policy: EgressPolicy, port: number): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, [])
        return
      }
      const allowed = addresses.filter(({ address }) => allows(policy, address, port))
      const [first] = allowed
      if (!first)
        return callback(
          new EgressBlockedError(`The egress policy does not allow ${hostname} port ${port}.`),
          [],
        )
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
