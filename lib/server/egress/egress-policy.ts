import 'server-only'
import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { cidr } from '#lib/network/address-ranges.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { databaseServer } from '#lib/server/db/database.ts'
import type { ServerEgress } from '#lib/shared/egress-policy.ts'

export type EgressRules = Extract<ServerEgress, { mode: 'list' }>['rules']

/** EgressRuleError says which rule of KEYSTREAM_EGRESS_ALLOW is not written right; a rule is no secret. */
export class EgressRuleError extends Error {
  override readonly name = 'EgressRuleError'
}

/**
 * parseEgressAllow reads `cidr[:ports],…`. Ports are numbers and ranges joined by `+` (`9092+30000-32767`); none means
 * every port. An IPv6 range with ports stands in brackets: `[fd00::/8]:9092`. Throws EgressRuleError.
 */
export function parseEgressAllow(text: string): EgressRules {
  return text
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .map(parseEgressRule)
}

/** parseEgressRule reads one rule. Throws EgressRuleError. */
export function parseEgressRule(rule: string): EgressRules[number] {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([\d+-]+))?$/.exec(rule)
  const range = match?.[1] ?? match?.[2] ?? rule
  try {
    cidr(range)
    return { cidr: range, ports: match?.[3] ? match[3].split('+').map(parsePorts) : [] }
  } catch {
    throw new EgressRuleError(`KEYSTREAM_EGRESS_ALLOW: "${rule.slice(0, 60)}" is not cidr or cidr:ports`)
  }
}

function parsePorts(text: string): { first: number; last: number } {
  const [first = Number.NaN, last = first] = text
    .split('-')
    .map((part) => (part === '' ? Number.NaN : Number(part)))
  if (!(first >= 1 && first <= last && last <= 65_535)) throw new RangeError('ports')
  return { first, last }
}

const held = () => singleton<{ policy: ServerEgress | null }>('egress', () => ({ policy: null }))

/** getEgressPolicy gives this server's policy; until prepareEgress has run, without the database's address. */
export function getEgressPolicy(): ServerEgress {
  return held().policy ?? buildPolicy([])
}

/** prepareEgress builds the policy at the start, resolves our own database's name, and gives the mode for the log. */
export async function prepareEgress(): Promise<ServerEgress['mode']> {
  const server = databaseServer()
  const found = server ? await lookup(server.host, { all: true }).catch(() => []) : []
  const policy = buildPolicy(
    found.map(({ address, family }) => `${family === 6 ? `[${address}]` : address}:${server?.port ?? 5432}`),
  )
  held().policy = policy
  return policy.mode
}

function buildPolicy(databaseAddresses: readonly string[]): ServerEgress {
  const { egressAllow } = getEnv()
  if (egressAllow !== undefined) return { mode: 'list', rules: parseEgressAllow(egressAllow) }
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return { mode: 'open', ownAddresses: [...own.map(({ address }) => address), ...databaseAddresses] }
}
