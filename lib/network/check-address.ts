import type { EgressPolicy, ServerEgress } from '#lib/shared/egress-policy.ts'
import { cidr, contains, findDeniedRange, isEmbedded, readAddress } from './address-ranges.ts'
import { EgressBlockedError } from './egress-blocked-error.ts'

export type AddressAnswer = { allowed: true } | { allowed: false; reason: string }

interface PortSpan {
  readonly first: number
  readonly last: number
}

/** Ports of the charms: Kafka's listeners (client, internal, external), NodePorts, then the other products' own (8081: Karapace). */
export const knownPorts: readonly PortSpan[] = [
  { first: 9092, last: 9096 },
  { first: 19092, last: 19096 },
  { first: 29092, last: 29096 },
  { first: 30_000, last: 32_767 },
  ...[3306, 6446, 6447, 5432, 6432, 27017, 27018, 9200, 2181, 2182, 10_009, 2379, 9042, 6379, 8081].map(
    (port) => ({
      first: port,
      last: port,
    }),
  ),
]

const yes: AddressAnswer = { allowed: true }

/**
 * checkAddress judges one resolved address and port. A text that is not an IP address is refused: names are judged
 * after they were resolved (`guardedLookup`).
 */
export function checkAddress(policy: EgressPolicy, address: string, port: number): AddressAnswer {
  if (policy.mode === 'unrestricted') return yes
  const parsed = readAddress(address)
  if (!parsed) return no('not an IP address')
  if (policy.mode !== 'team') return checkServer(policy, { address, parsed, port }, knownPorts)
  const named = policy.rules.some((rule) => contains(cidr(rule.cidr), parsed) && isInside(rule.ports, port))
  if (policy.only && !named) return no('not in this team’s list of allowed addresses')
  // A team opens further ports, but no address that its server forbids, whatever its rules name.
  return checkServer(policy.server, { address, parsed, port }, named ? [] : knownPorts)
}

interface Asked {
  readonly address: string
  readonly parsed: NonNullable<ReturnType<typeof readAddress>>
  readonly port: number
}

function checkServer(
  policy: ServerEgress,
  { address, parsed, port }: Asked,
  ports: readonly PortSpan[],
): AddressAnswer {
  const denied = findDeniedRange(parsed)
  if (policy.mode === 'list') {
    const fits = policy.rules.some((rule) => {
      const allowed = cidr(rule.cidr)
      if (!contains(allowed, parsed) || !isInside(rule.ports, port)) return false
      // A wide rule such as 0.0.0.0/0 opens no special range; one that lies within the range does.
      return !denied || (contains(denied.cidr, allowed[0]) && allowed[1] >= denied.cidr[1])
    })
    if (fits) return yes
    return no(denied ? denied.reason : 'not in the list of allowed addresses')
  }
  if (denied) return no(denied.reason)
  if (isEmbedded(address)) return no('an IPv4 address inside an IPv6 one')
  if (policy.ownAddresses.some((own) => isOwn(own, parsed, port))) return no('an address of Keystream itself')
  if (!isInside(ports, port)) return no('not a port of these products')
  return yes
}

/**
 * assertAddress throws EgressBlockedError when `host` is an IP address, in whatever form, that the policy forbids.
 * A name passes: `guardedLookup` judges what it resolves to. Call it before every connect, since Node skips the
 * look-up for literals.
 */
export function assertAddress(policy: EgressPolicy, host: string, port: number): void {
  if (policy.mode === 'unrestricted' || readAddress(host) === null) return
  const answer = checkAddress(policy, host, port)
  if (!answer.allowed) throw new EgressBlockedError(host, port, answer.reason)
}

function no(reason: string): AddressAnswer {
  return { allowed: false, reason }
}

/** No ports named in a rule means every port. */
function isInside(spans: readonly PortSpan[], port: number): boolean {
  return spans.length === 0 || spans.some((span) => port >= span.first && port <= span.last)
}

/** An own address stands alone (every port) or as `10.0.0.5:5432`, `[fd00::5]:5432` (that port). */
function isOwn(own: string, address: NonNullable<ReturnType<typeof readAddress>>, port: number): boolean {
  const withPort = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(own)
  const parsed = readAddress(withPort?.[1] ?? withPort?.[2] ?? own)
  if (!parsed || parsed.toNormalizedString() !== address.toNormalizedString()) return false
  return withPort === null || Number(withPort[3]) === port
}
