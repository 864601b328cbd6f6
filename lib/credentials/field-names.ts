import { type Product, ProductSchema } from '#lib/shared/credential.ts'

/** What careful people and older charms call a field. The left side is normalised (see `normaliseKey`). */
const otherNames: Readonly<Record<string, string>> = {
  endpoint: 'endpoints',
  'bootstrap-server': 'endpoints',
  'bootstrap-servers': 'endpoints',
  bootstrap: 'endpoints',
  brokers: 'endpoints',
  broker: 'endpoints',
  servers: 'endpoints',
  hosts: 'endpoints',
  user: 'username',
  'user-name': 'username',
  'sasl-username': 'username',
  pass: 'password',
  passwd: 'password',
  'sasl-password': 'password',
  'security-protocol': 'security-protocol',
  protocol: 'security-protocol',
  mechanism: 'sasl-mechanism',
  'sasl-mechanisms': 'sasl-mechanism',
  'ca-cert': 'tls-ca',
  cacert: 'tls-ca',
  ca: 'tls-ca',
  'ca-certificate': 'tls-ca',
  'ca-chain': 'tls-ca',
  'tls-ca-cert': 'tls-ca',
  'ssl-ca': 'tls-ca',
  ssl: 'tls',
  'topic-name': 'topic',
  'consumer-group': 'consumer-group-prefix',
  'group-prefix': 'consumer-group-prefix',
  'group-id-prefix': 'consumer-group-prefix',
  roles: 'extra-user-roles',
  'user-roles': 'extra-user-roles',
  'zookeeper-uri': 'zookeeper-uris',
  uri: 'uris',
  'read-only-uri': 'read-only-uris',
  'replica-set': 'replset',
  'index-name': 'index',
  'database-name': 'database',
}

const shared = [
  'endpoints',
  'username',
  'tls',
  'tls-ca',
  'version',
  'data',
  'entity-name',
  'extra-user-roles',
  'entity-permissions',
  'resource',
  'database',
] as const

/** The fields of each product that are no secret. Everything else that a product holds is one. */
const publicFields: Readonly<Record<Product, readonly string[]>> = {
  kafka: [...shared, 'topic', 'consumer-group-prefix', 'security-protocol', 'sasl-mechanism'],
  mysql: [...shared, 'read-only-endpoints'],
  postgresql: [...shared, 'read-only-endpoints'],
  mongodb: [...shared, 'replset'],
  mongos: shared,
  opensearch: [...shared, 'index'],
  zookeeper: [...shared, 'chroot'],
  kyuubi: shared,
  etcd: [...shared, 'prefix'],
  cassandra: [...shared, 'keyspace'],
  valkey: [...shared, 'prefix', 'read-only-endpoints', 'sentinel-endpoints', 'mode'],
}

/** The secrets whose names are known, in every product. */
export const secretFields: ReadonlySet<string> = new Set([
  'password',
  'entity-password',
  'uris',
  'read-only-uris',
  'zookeeper-uris',
  'salt',
])

const anyPublicField: ReadonlySet<string> = new Set(Object.values(publicFields).flat())
const products: ReadonlySet<string> = new Set(ProductSchema.options)

/** normaliseKey: `bootstrap_servers`, `Bootstrap Servers`, `bootstrapServers` and `bootstrap.servers` are one name. */
export function normaliseKey(key: string): string {
  return key
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[_.\s]+/g, '-')
}

/** fieldName gives our name of a field, and whether the paste used another one. */
export function fieldName(key: string): { name: string; renamed: boolean } {
  const plain = normaliseKey(key)
  const name = Object.hasOwn(otherNames, plain) ? (otherNames[plain] ?? plain) : plain
  return { name, renamed: name !== key.trim() && isKnownField(name) }
}

export function isProduct(key: string): key is Product {
  return products.has(key)
}

export function isPublicField(product: Product, name: string): boolean {
  return publicFields[product].includes(name)
}

/** isKnownField: a name from our tables may stand in a message; any other name may be a misplaced secret. */
export function isKnownField(name: string): boolean {
  return anyPublicField.has(name) || secretFields.has(name)
}

/** isSecretField: the known secrets, and everything that no table names. */
export function isSecretField(name: string): boolean {
  return !anyPublicField.has(name)
}
