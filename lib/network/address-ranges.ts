import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Cidr = [Address, number]

export interface DeniedRange {
  readonly cidr: Cidr
  readonly reason: string
}

/**
 * What no credential may name by default. Each row is an IANA special-purpose range (RFC 6890 and its registry) that
 * leads to this machine, to a cloud's metadata, to many machines at once, or nowhere.
 */
const deniedRanges: readonly DeniedRange[] = [
  range('0.0.0.0/8', 'an unspecified address'),
  range('127.0.0.0/8', 'a loopback address'),
  range('169.254.0.0/16', 'a link-local or cloud metadata address'),
  // Alibaba Cloud's metadata; the rest of RFC 6598 is in use as private space by clouds and overlays.
  range('100.100.100.200/32', 'a cloud metadata address'),
  range('224.0.0.0/4', 'a multicast address'),
  range('255.255.255.255/32', 'a broadcast address'),
  range('192.0.0.0/24', 'a reserved address'),
  range('192.0.2.0/24', 'a reserved address'),
  range('192.31.196.0/24', 'a reserved address'),
  range('192.52.193.0/24', 'a reserved address'),
  range('192.88.99.0/24', 'a reserved address'),
  range('192.175.48.0/24', 'a reserved address'),
  range('198.18.0.0/15', 'a reserved address'),
  range('198.51.100.0/24', 'a reserved address'),
  range('203.0.113.0/24', 'a reserved address'),
  range('240.0.0.0/4', 'a reserved address'),
  range('::1/128', 'a loopback address'),
  range('::/128', 'an unspecified address'),
  // AWS's metadata over IPv6 lies inside ULA, so it is named before ULA is allowed.
  range('fd00:ec2::254/128', 'a cloud metadata address'),
  range('fe80::/10', 'a link-local address'),
  range('fec0::/10', 'a reserved address'),
  range('ff00::/8', 'a multicast address'),
]

/** deniedRangeTexts lists what is never reached by default, to be shown. */
export function deniedRangeTexts(): string[] {
  return deniedRanges.map(({ cidr: [address, bits], reason }) => `${address.toString()}/${bits}: ${reason}`)
}

/** Of IPv6, only ULA (RFC 4193) and global unicast (RFC 4291) remain; the special parts of the latter do not. */
const allowedV6: readonly Cidr[] = [cidr('fc00::/7'), cidr('2000::/3')]
const deniedV6: readonly DeniedRange[] = [
  range('2001::/23', 'a reserved address'),
  range('2001:db8::/32', 'a reserved address'),
  range('2002::/16', 'a 6to4 address'),
  range('2620:4f:8000::/48', 'a reserved address'),
  range('3fff::/20', 'a reserved address'),
]

/** Forms that carry an IPv4 address in their last 32 bits and reach it: mapped (RFC 4291), NAT64 (RFC 6052, 8215). */
const carriers: readonly Cidr[] = [
  cidr('::ffff:0:0/96'),
  cidr('::ffff:0:0:0/96'),
  cidr('64:ff9b::/96'),
  cidr('64:ff9b:1::/48'),
  cidr('::/96'),
]

/**
 * readAddress parses an IP address in any form that the resolver would take (`2852039166`, `0x7f.1`, `[::1]`) and
 * unwraps an embedded IPv4 address, so that what is judged is what would be reached. Null for a name.
 */
export function readAddress(text: string): Address | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (!ipaddr.isValid(bare)) return null
  return unwrap(ipaddr.parse(bare))
}

/** isEmbedded tells whether the text is an IPv6 form that carries an IPv4 address, such as `::ffff:10.0.0.1`. */
export function isEmbedded(text: string): boolean {
  const address = readAddress(text)
  return address?.kind() === 'ipv4' && text.includes(':')
}

/** findDeniedRange gives the range that forbids an address by default, or null when it is private or public unicast. */
export function findDeniedRange(address: Address): DeniedRange | null {
  const all = address.kind() === 'ipv6' ? [...deniedRanges, ...deniedV6] : deniedRanges
  const found = all.find((row) => contains(row.cidr, address))
  if (found) return found
  if (address.kind() === 'ipv4' || allowedV6.some((row) => contains(row, address))) return null
  return { cidr: cidr('::/0'), reason: 'a reserved address' }
}

/** contains tells whether a range holds an address; ranges of the other family hold none. */
export function contains([network, bits]: Cidr, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits)
}

/** cidr parses `10.0.0.0/8`, or a single address as a range of one. Throws for anything else. */
export function cidr(text: string): Cidr {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function range(text: string, reason: string): DeniedRange {
  return { cidr: cidr(text), reason }
}

function unwrap(address: Address): Address {
  if (address.kind() === 'ipv4') return address
  const bytes = address.toByteArray()
  const isOwnForm = bytes.slice(0, 15).every((byte) => byte === 0) && (bytes[15] ?? 0) <= 1
  if (isOwnForm || !carriers.some((carrier) => contains(carrier, address))) return address
  return new ipaddr.IPv4(bytes.slice(12))
}
