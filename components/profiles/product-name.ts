import type { Product } from '#lib/shared/credential.ts'

const names: Readonly<Record<Product, string>> = {
  kafka: 'Kafka',
  mysql: 'MySQL',
  postgresql: 'PostgreSQL',
  mongodb: 'MongoDB',
  mongos: 'MongoDB router',
  opensearch: 'OpenSearch',
  zookeeper: 'ZooKeeper',
  kyuubi: 'Kyuubi',
  etcd: 'etcd',
  cassandra: 'Cassandra',
  valkey: 'Valkey',
}

/** productName writes a product's name as its makers do. */
export function productName(product: Product): string {
  return names[product]
}
