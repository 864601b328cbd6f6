import { type CharmMap, charmYaml } from './charm-yaml.ts'
import type { SandboxUser } from './sandbox-user.ts'

/** PasteForm says which charm printed the text, and in which state of its listeners. */
export interface PasteForm {
  /** Kafka 4 prints data, resource, salt and version; Kafka 3 its ZooKeeper, and a word instead of the CA. */
  readonly kafka: 3 | 4
  readonly tls: boolean
  /** Endpoints of the mutual TLS listener (ports ending 94). Means `tls: true`. */
  readonly mutualTls?: boolean
  /** What `juju run` prints above the result. True unless said. */
  readonly preamble?: boolean
}

export interface PasteFacts {
  readonly user: SandboxUser
  /** `host:port`, of the listener that the form tells of. */
  readonly endpoints: readonly string[]
  readonly authorityPem: string
}

const preamble = `Running operation 1 with 1 task
  - task 2 on unit-data-integrator-0

Waiting for task 2...
`

/** Python's json.dumps, which the charm uses, sets a blank after each comma and colon. */
function pythonJson(
  value: string | readonly string[] | Readonly<Record<string, string | readonly string[]>>,
): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item: string) => pythonJson(item)).join(', ')}]`
  const pairs = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${pythonJson(item)}`)
  return `{${pairs.join(', ')}}`
}

function kafka4Fields(user: SandboxUser): CharmMap {
  const data = pythonJson({
    resource: user.topic,
    salt: user.requestSalt,
    'extra-user-roles': user.roles,
    'provided-secrets': ['mtls-cert'],
    'requested-secrets': [
      ...['username', 'password', 'tls', 'tls-ca', 'uris', 'read-only-uris'],
      ...['entity-name', 'entity-password'],
    ],
  })
  return { data, resource: user.topic, salt: user.salt, version: 'v0' }
}

function authorityField(form: PasteForm, tls: boolean, authorityPem: string): CharmMap {
  // The Kafka 3 charm prints the state of TLS where its certificate authority belongs.
  if (form.kafka === 3) return { 'tls-ca': tls ? 'enabled' : 'disabled' }
  return tls ? { 'tls-ca': authorityPem } : {}
}

/** pasteText is what `juju run data-integrator/leader get-credentials` would print for the user, to the character. */
export function pasteText(facts: PasteFacts, form: PasteForm): string {
  const { user } = facts
  const tls = form.tls || form.mutualTls === true
  const group = user.consumerGroupPrefix
  const kafka: CharmMap = {
    endpoints: facts.endpoints.join(','),
    username: user.username,
    password: user.password,
    topic: user.topic,
    tls: tls ? 'enabled' : 'disabled',
    ...(group === null ? {} : { 'consumer-group-prefix': group }),
    ...authorityField(form, tls, facts.authorityPem),
    ...(form.kafka === 4 ? kafka4Fields(user) : { 'zookeeper-uris': '127.0.0.1:2181/kafka' }),
  }
  const text = charmYaml({ kafka, ok: 'True' })
  return form.preamble === false ? text : preamble + text
}
