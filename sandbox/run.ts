import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Answer, obeyCommand } from './obey-command.ts'
import { MissingToolsError } from './prerequisites.ts'
import { commandHelp, parseCommand } from './sandbox-command.ts'
import { clusterFacts, clusterText, type FormName, formNames, forms, userText } from './sandbox-report.ts'
import { faultListeners } from './server-properties.ts'
import { startKafka } from './start-kafka.ts'

const usage = `npm run sandbox -- [--brokers 3] [--topic test-topic] [--forms kafka4,kafka4-tls,kafka3,kafka3-tls | all]
                  [--directory FOLDER] [--faults ${faultListeners.join(',')}] [--no-users] [--json]
Starts a real Apache Kafka on 127.0.0.1, prints what get-credentials would print for each user, and keeps running
until Ctrl-C. While it runs it reads commands from standard input:
${commandHelp}`

/** One user of each kind that the charm knows. */
const firstRoles = ['producer', 'consumer', 'producer,consumer', 'admin']

function readOptions() {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string', default: '1' },
      topic: { type: 'string', default: 'test-topic' },
      forms: { type: 'string', default: 'kafka4' },
      directory: { type: 'string' },
      faults: { type: 'string', default: '' },
      'no-users': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { brokers } = values
  if (brokers !== '1' && brokers !== '3') throw new Error('--brokers is 1 or 3')
  const names = values.forms === 'all' ? [...formNames] : values.forms.split(',')
  const odd = names.find((name) => !(name in forms))
  if (odd !== undefined) throw new Error(`--forms are ${formNames.join(', ')} or all; not ${odd}`)
  const faults = faultListeners.filter((name) => values.faults.split(',').includes(name))
  return {
    ...values,
    brokers: brokers === '1' ? (1 as const) : (3 as const),
    forms: names as FormName[],
    faults,
    users: !values['no-users'],
  }
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options.help) {
    console.log(usage)
    return
  }
  const say = ({ text, facts }: Answer) => {
    console.log(options.json ? JSON.stringify(facts) : text)
  }
  const kafka = await startKafka({
    brokers: options.brokers,
    faults: options.faults,
    ...(options.directory === undefined ? {} : { directory: options.directory }),
    log: (line) => {
      console.error(line)
    },
  })
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void kafka.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('SIGHUP', stop)
  // Whoever read us is gone.
  process.stdout.on('error', stop)
  if (options.users && kafka.users.length === 0) {
    for (const role of firstRoles) await kafka.addUser({ role, topic: options.topic })
  }
  const texts = kafka.users.map((user) => userText(user, options.forms))
  const hint = 'Type help for adding, removing and rotating users; Ctrl-C ends everything.'
  const text = [clusterText(kafka), ...texts, hint].join('\n')
  say({ text, facts: { type: 'ready', ...clusterFacts(kafka) } })
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const command = parseCommand(line)
      if (command === null) continue
      if (command.do === 'stop') stop()
      else say(await obeyCommand(command, kafka, options.forms))
    } catch (error) {
      const message = error instanceof Error ? error.message : 'That failed'
      say({ text: message, facts: { type: 'error', message } })
    }
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The sandbox could not be started.')
  process.exitCode = error instanceof MissingToolsError ? 2 : 1
}
