import type { Product } from '#lib/shared/credential.ts'
import { fieldName } from './field-names.ts'
import type { PasteMap } from './paste-node.ts'

const schemes: readonly [RegExp, Product][] = [
  [/^postgres(?:ql)?:\/\//, 'postgresql'],
  [/^mongodb(?:\+srv)?:\/\//, 'mongodb'],
  [/^jdbc:hive2:/, 'kyuubi'],
  [/^mysql:\/\//, 'mysql'],
]
const ports: readonly [RegExp, Product][] = [
  [/:3306(?:,|$)/, 'mysql'],
  [/:5432(?:,|$)/, 'postgresql'],
  [/:27017(?:,|$)/, 'mongodb'],
  [/:9200(?:,|$)/, 'opensearch'],
  [/:10009(?:,|$)/, 'kyuubi'],
  [/:2379(?:,|$)/, 'etcd'],
  [/:63(?:79|80)(?:,|$)/, 'valkey'],
]
const telling: readonly [string, Product][] = [
  ['replset', 'mongodb'],
  ['chroot', 'zookeeper'],
  ['index', 'opensearch'],
  ['keyspace', 'cassandra'],
  ['sentinel-endpoints', 'valkey'],
  ['topic', 'kafka'],
  ['consumer-group-prefix', 'kafka'],
  ['zookeeper-uris', 'kafka'],
  ['security-protocol', 'kafka'],
]
/** Fields that Kafka never has: with one of them and no other sign, the product stays open. */
const notKafka: readonly string[] = [
  'database',
  'prefix',
  'read-only-endpoints',
  'uris',
  'read-only-uris',
  'mode',
]

/** guessProduct tells whose fields stand here without their product's line (W13); null when it is not clear. */
export function guessProduct(map: PasteMap): Product | null {
  const fields = new Map<string, string>()
  for (const [key, { node }] of map.entries) {
    fields.set(fieldName(key).name, node.kind === 'text' ? node.text.trim() : '')
  }
  const signs = [
    ...telling.filter(([name]) => fields.has(name)),
    ...schemes.filter(([scheme]) => scheme.test(fields.get('uris') ?? '')),
    ...ports.filter(([port]) => port.test(fields.get('endpoints') ?? '')),
  ]
  const guesses = new Set(signs.map(([, product]) => product))
  if (guesses.size === 1) return [...guesses][0] ?? null
  if (guesses.size > 1) return guesses.has('kafka') ? 'kafka' : null
  return notKafka.some((name) => fields.has(name)) ? null : 'kafka'
}
