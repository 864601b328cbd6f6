import type { OtherFacts, Product } from '#lib/shared/credential.ts'
import type { Secret } from '#lib/shared/secret.ts'
import { readAuthorities } from './certificate-field.ts'
import { isPublicField } from './field-names.ts'
import type { OtherCredential } from './other-credential.ts'
import type { ProductFields } from './product-fields.ts'

type OtherProduct = Exclude<Product, 'kafka'>

/** What a client of each product can't do without. etcd's users are certificates: no password. */
const needed: Readonly<Record<OtherProduct, readonly string[]>> = {
  mysql: ['endpoints', 'username', 'password'],
  postgresql: ['endpoints', 'username', 'password'],
  mongodb: ['endpoints', 'username', 'password'],
  mongos: ['endpoints', 'username', 'password'],
  opensearch: ['endpoints', 'username', 'password'],
  zookeeper: ['endpoints', 'username', 'password'],
  kyuubi: ['endpoints', 'username', 'password'],
  etcd: ['endpoints', 'username'],
  cassandra: ['endpoints', 'username', 'password'],
  valkey: ['endpoints', 'username', 'password'],
}

/** Shown elsewhere (certificates), or nothing but the request's own text, which holds a salt. */
const notFacts: ReadonlySet<string> = new Set(['tls-ca', 'data', 'entity-permissions'])

/** buildOther keeps any product but Kafka as a profile: its facts by field name, its secrets apart. */
export function buildOther(product: OtherProduct, fields: ProductFields): OtherCredential | null {
  const entity = fields.get('username') === null && fields.get('entity-name') !== null
  for (const name of needed[product]) {
    if (entity && name === 'username') fields.need('entity-name')
    else if (entity && name === 'password') fields.need('entity-password')
    else fields.need(name)
  }
  const authorities = readAuthorities(fields)
  if (fields.failed) return null
  const secrets = fields.secrets()
  const facts: OtherFacts = {
    product,
    unit: fields.unit,
    facts: factsOf(product, fields),
    username: fields.get(entity ? 'entity-name' : 'username')?.text ?? null,
    certificateAuthorities: [...authorities.facts],
    notes: [],
    secrets: secrets.map(({ key }) => key),
  }
  return {
    facts,
    certificateAuthorityPems: authorities.pems,
    secrets: Object.fromEntries(secrets.map(({ key, secret }): [string, Secret] => [key, secret])),
  }
}

function factsOf(product: OtherProduct, fields: ProductFields): Record<string, string> {
  return Object.fromEntries(
    fields
      .all()
      .filter(([name]) => isPublicField(product, name) && !notFacts.has(name))
      .map(([name, field]) => [name, field.text]),
  )
}
