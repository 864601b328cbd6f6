import type { CredentialFacts, KafkaFacts, OtherFacts } from '#lib/shared/credential.ts'
import type { Difference } from '#lib/shared/credential-match.ts'

/** serversOf gives `host:port` of a credential of any product, as the paste wrote them. */
export function serversOf(facts: CredentialFacts): readonly string[] {
  if (facts.product === 'kafka') return facts.bootstrapServers
  return list(facts.facts['endpoints'])
}

/**
 * compareFacts lists what a new credential says otherwise than the kept one, the most important first, each with
 * what follows from it. The order of servers, which Juju changes at will, is no difference. Pure; for one product.
 */
export function compareFacts(before: CredentialFacts, after: CredentialFacts): Difference[] {
  const common = [servers(before, after), principal(before, after), authority(before, after)]
  const own =
    before.product === 'kafka' && after.product === 'kafka'
      ? kafkaDifferences(before, after)
      : before.product !== 'kafka' && after.product !== 'kafka'
        ? otherDifferences(before, after)
        : []
  return [...common, ...own].filter((each) => each !== null)
}

function servers(before: CredentialFacts, after: CredentialFacts): Difference | null {
  const [old, now] = [new Set(serversOf(before)), new Set(serversOf(after))]
  const added = [...now].filter((server) => !old.has(server))
  const gone = [...old].filter((server) => !now.has(server))
  if (added.length === 0 && gone.length === 0) return null
  const meaning = [
    added.length > 0 && `${added.length} new`,
    gone.length > 0 && `${gone.length} gone`,
    `${now.size - added.length} kept`,
  ]
  return difference('servers', joined(old), joined(now), `${meaning.filter(Boolean).join(', ')}.`)
}

function principal({ username: before }: CredentialFacts, { username: after }: CredentialFacts) {
  if (before === after) return null
  return difference(
    'principal',
    before,
    after,
    'Another user: its rights and quotas count from now on. The old user ends with its relation.',
  )
}

function authority(before: CredentialFacts, after: CredentialFacts): Difference | null {
  const [old, now] = [fingerprints(before), fingerprints(after)]
  if (joined(old) === joined(now)) return null
  const meaning =
    now.size === 0
      ? 'The new paste holds no certificate authority; brokers are then verified by public ones.'
      : 'The brokers’ certificates have to be signed by this authority.'
  return difference('authority', authorityNames(before), authorityNames(after), meaning, now.size === 0)
}

function kafkaDifferences(before: KafkaFacts, after: KafkaFacts): (Difference | null)[] {
  return [
    unequal('protocol', protocolOf(before), protocolOf(after), protocolMeaning(before, after)),
    unequal('topic', topicOf(before), topicOf(after), 'Pages, checks and jobs begin with this topic.', true),
    groupPrefix(before, after),
    roles(before, after),
    unequal('grants', grantsOf(before), grantsOf(after), null),
  ]
}

function groupPrefix(before: KafkaFacts, after: KafkaFacts): Difference | null {
  const [old, now] = [before.consumerGroupPrefix, after.consumerGroupPrefix]
  if (old === now) return null
  const meaning =
    now === null
      ? 'Consumer groups are no longer granted by a prefix.'
      : `Committed offsets will not carry over: groups have to begin with ${now} and start anew.`
  return difference('group-prefix', old, now, meaning, old !== null)
}

function roles(before: KafkaFacts, after: KafkaFacts): Difference | null {
  const [old, now] = [new Set(before.roles), new Set(after.roles)]
  if (before.roles === null && after.roles === null) return null
  if (before.roles !== null && after.roles !== null && joined(old) === joined(now)) return null
  const lost = after.roles === null ? [] : [...old].filter((role) => !now.has(role))
  const gained = before.roles === null ? [] : [...now].filter((role) => !old.has(role))
  const meaning = [
    lost.length > 0 && `Loses ${lost.join(', ')}.`,
    gained.length > 0 && `Gains ${gained.join(', ')}.`,
    after.roles === null && 'The new paste does not tell the roles; the check proves them.',
  ]
  return difference(
    'roles',
    before.roles && joined(old),
    after.roles && joined(now),
    meaning.filter(Boolean).join(' ') || null,
    lost.length > 0,
  )
}

function otherDifferences(before: OtherFacts, after: OtherFacts): (Difference | null)[] {
  const names = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])]
  return names
    .filter((name) => name !== 'endpoints' && name !== 'username')
    .map((name) =>
      unequal('facts', named(name, before.facts[name]), named(name, after.facts[name]), null, true),
    )
}

function protocolMeaning(before: KafkaFacts, after: KafkaFacts): string | null {
  const [old, now] = [isEncrypted(before), isEncrypted(after)]
  if (old && !now) return 'Records will travel unencrypted from now on.'
  return !old && now ? 'Records will travel encrypted from now on.' : null
}

const isEncrypted = ({ securityProtocol }: KafkaFacts) => securityProtocol.endsWith('SSL')
const protocolOf = ({ securityProtocol, saslMechanism }: KafkaFacts) =>
  saslMechanism === null ? securityProtocol : `${securityProtocol}, ${saslMechanism}`
const topicOf = ({ topic, topicPrefix }: KafkaFacts) =>
  topic === null ? null : topic + (topicPrefix ? '*' : '')
const grantsOf = ({ entityPermissions }: KafkaFacts) =>
  entityPermissions
    .map((each) => `${each.resourceType} ${each.resourceName}: ${[...each.privileges].sort().join(', ')}`)
    .sort()
    .join('; ') || null
const fingerprints = (facts: CredentialFacts) =>
  new Set(facts.certificateAuthorities.map(({ sha256 }) => sha256))
const authorityNames = ({ certificateAuthorities }: CredentialFacts) =>
  certificateAuthorities
    .map(
      ({ subject, notAfter, sha256 }) => `${subject}, until ${notAfter.slice(0, 10)}, ${sha256.slice(0, 8)}…`,
    )
    .join('; ') || null

function named(name: string, value: string | undefined): string | null {
  return value === undefined ? null : `${name}: ${value}`
}

function unequal(
  field: Difference['field'],
  before: string | null,
  after: string | null,
  meaning: string | null,
  breaking = false,
): Difference | null {
  return before === after ? null : difference(field, before, after, meaning, breaking)
}

function difference(
  field: Difference['field'],
  before: string | null,
  after: string | null,
  meaning: string | null,
  breaking = false,
): Difference {
  return { field, before, after, meaning, breaking }
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}

function joined(items: ReadonlySet<string>): string {
  return [...items].sort().join(', ')
}
