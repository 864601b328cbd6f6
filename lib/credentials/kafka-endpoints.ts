import type { Field, ProductFields } from './product-fields.ts'

/** Juju prints addresses of one cluster; more than this is no cluster that a charm deploys. */
const MAX_SERVERS = 200

export interface KafkaEndpoints {
  /** `host:port`, an IPv6 address in brackets. */
  readonly bootstrapServers: readonly string[]
  readonly ports: readonly number[]
}

/** Ports from here on are NodePorts (30000–32767) or ephemeral: chosen at random, their digits say nothing. */
export const FIRST_RANDOM_PORT = 30_000

/** readKafkaEndpoints splits `h:9092,h2:9092` at the last colon of each, so that bare IPv6 addresses work too. */
export function readKafkaEndpoints(fields: ProductFields, field: Field): KafkaEndpoints {
  const bootstrapServers: string[] = []
  const ports: number[] = []
  const parts = field.text
    .split(/[,;\s]+/)
    .map((part) => part.replace(/^(?:[A-Z_]{3,20}|kafka):\/\//i, ''))
    .filter((part) => part !== '')
  if (parts.length > MAX_SERVERS) fields.issue('endpoint_invalid', { line: field.line, field: 'endpoints' })
  for (const part of parts.slice(0, MAX_SERVERS)) {
    const address = readAddress(part)
    if (typeof address === 'string') {
      fields.issue(address, { line: field.line, field: 'endpoints' })
      continue
    }
    const server = `${address.host}:${address.port}`
    if (!bootstrapServers.includes(server)) bootstrapServers.push(server)
    if (!ports.includes(address.port)) ports.push(address.port)
  }
  for (const port of ports) checkListener(fields, field, port)
  return { bootstrapServers, ports }
}

function readAddress(
  text: string,
): { host: string; port: number } | 'endpoint_invalid' | 'endpoint_without_port' {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return /^[\w.-]+$/.test(text) ? 'endpoint_without_port' : 'endpoint_invalid'
  const port = text.slice(colon + 1)
  const host = text.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  if (text.endsWith(']')) return 'endpoint_without_port'
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return 'endpoint_invalid'
  if (host.includes(':')) return isIpv6(host) ? { host: `[${host}]`, port: Number(port) } : 'endpoint_invalid'
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?$/.test(host)
    ? { host, port: Number(port) }
    : 'endpoint_invalid'
}

/** Shape only: whether the address exists is the check's business. A zone (`%eth0`) is allowed. */
function isIpv6(host: string): boolean {
  const [address = '', zone] = host.split('%')
  if (zone !== undefined && !/^[\w.-]{1,32}$/.test(zone)) return false
  const groups = address.split(':')
  return (
    groups.length >= 3 &&
    groups.length <= 9 &&
    groups.every((group) => /^(?:[\dA-Fa-f]{0,4}|[\d.]{7,15})$/.test(group))
  )
}

/** Ports of the Kafka charm: 90xx for clients, 190xx internal, 290xx Kubernetes external; 97, 98 and 1919x controllers. */
function checkListener(fields: ProductFields, field: Field, port: number): void {
  const place = { line: field.line, field: 'endpoints', other: String(port) }
  if (port === 9097 || port === 9098 || (port >= 19_190 && port <= 19_199))
    fields.issue('controller_port', place)
  else if (port >= 19_000 && port <= 19_099) fields.issue('internal_port', place)
}
