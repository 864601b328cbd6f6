import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE, type SnippetParts } from '../snippet-parts.ts'

const quote = (text: string) => quoteText('javascript', text)

/** nodeSnippet is a package with kafkajs. */
export function nodeSnippet(context: SnippetContext): SnippetParts {
  return {
    files: [
      { name: 'package.json', text: packageJson },
      { name: 'settings.js', text: settings(context), login: true },
      ...(context.produces ? [{ name: 'produce.js', text: produce }] : []),
      ...(context.consumes ? [{ name: 'consume.js', text: consume(context.group) }] : []),
    ],
    install: ['npm install'],
    produce: 'node produce.js 10',
    consume: 'node consume.js',
    notes: [
      'kafkajs’ idempotent producer loses records when several sends run at once: wait for each, as here.',
    ],
  }
}

const packageJson = `{
  "name": "kafka-example",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "dependencies": { "kafkajs": "2.2.4" }
}
`

function settings({ servers, topic, sasl, tls, password }: SnippetContext): string {
  const secret = password === null ? `process.env.${PASSWORD_VARIABLE}` : quote(password)
  return joinLines(
    (tls?.ca === true || tls?.client === true) && "import { readFileSync } from 'node:fs'",
    "import { Kafka } from 'kafkajs'",
    '',
    `export const topic = ${quote(topic)}`,
    sasl &&
      password === null &&
      `if (!process.env.${PASSWORD_VARIABLE}) throw new Error('Set ${PASSWORD_VARIABLE}')`,
    '',
    '/** Where the cluster is, and who logs in. */',
    'export const kafka = new Kafka({',
    "  clientId: 'kafka-example',",
    `  brokers: [${servers.map(quote).join(', ')}],`,
    '  connectionTimeout: 5000,',
    tls && '  ssl: {',
    tls?.ca === true && `    ca: readFileSync('${CA_FILE}'),`,
    tls?.client === true && `    cert: readFileSync('${CERTIFICATE_FILE}'),`,
    tls?.client === true && `    key: readFileSync('${KEY_FILE}'),`,
    tls?.verifyHostname === false &&
      '    checkServerIdentity: () => undefined, // The authority is verified, the host name is not.',
    tls && '  },',
    sasl && '  sasl: {',
    sasl && `    mechanism: ${quote(sasl.mechanism.toLowerCase())},`,
    sasl && `    username: ${quote(sasl.username)},`,
    sasl && `    password: ${secret},`,
    sasl && '  },',
    '})',
  )
}

const produce = `// Writes records and waits until each is acknowledged: node produce.js [COUNT]
import { Partitioners } from 'kafkajs'
import { kafka, topic } from './settings.js'

const BATCH = 500
const count = Number(process.argv[2] ?? 10)
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
  createPartitioner: Partitioners.DefaultPartitioner,
})
await producer.connect()
try {
  for (let first = 0; first < count; first += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => ({
      key: \`key-\${first + i}\`,
      value: JSON.stringify({ number: first + i }),
    }))
    await producer.send({ topic, acks: -1, messages })
  }
  console.log(\`\${count} records acknowledged\`)
} finally {
  await producer.disconnect()
}
`

const consume = (
  group: string,
) => `// Reads records in a consumer group and commits what it has read: node consume.js [COUNT], else until Ctrl-C
import { kafka, topic } from './settings.js'

const count = Number(process.argv[2] ?? Infinity)
const consumer = kafka.consumer({ groupId: ${quote(group)}, allowAutoTopicCreation: false })
let read = 0
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
const ended = new Promise((resolve, reject) => {
  process.once('SIGINT', resolve)
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
  consumer
    .run({
      autoCommitInterval: 5000,
      eachMessage: async ({ partition, message }) => {
        console.log(\`\${partition}:\${message.offset} \${message.key} \${message.value}\`)
        read += 1
        if (read < count) return
        consumer.pause([{ topic }]) // What was fetched beyond the count stays unread.
        resolve()
      },
    })
    .catch(reject)
})
try {
  await ended
  console.log(\`\${read} records read\`)
} finally {
  await consumer.disconnect() // Commits, and leaves the group.
}
`
