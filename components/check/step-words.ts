import type { CheckStepName } from '#lib/shared/check.ts'

/** stepWords: the name of each step of the ladder, and the question it answers. */
export const stepWords: Readonly<Record<CheckStepName, { name: string; question: string }>> = {
  resolve: { name: 'Resolve', question: 'Do the servers’ names lead to addresses?' },
  connect: { name: 'Connect', question: 'Does a server answer on its port?' },
  tls: { name: 'TLS', question: 'Is it encrypted, and is it the right server?' },
  'api-versions': { name: 'API versions', question: 'Does it speak Kafka?' },
  sasl: { name: 'SASL', question: 'Does it take the user and the password?' },
  metadata: { name: 'Metadata', question: 'Does the cluster tell about itself?' },
  advertised: { name: 'Advertised addresses', question: 'Can every broker be reached where it says it is?' },
  topic: { name: 'Topic', question: 'Is the topic there, and may it be seen?' },
  read: { name: 'Read', question: 'May records be read?' },
  write: { name: 'Write', question: 'May records be written?' },
  group: { name: 'Group', question: 'May consumer groups with the prefix be used?' },
}
