import { shellText } from '../shell-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE, type SnippetParts } from '../snippet-parts.ts'
import { KAFKA_PYTHON_VERSION } from './python-kafka.ts'

/** The test application's own defaults: its charm writes to five partitions. */
const PARTITIONS = 5

/** testAppSnippet is the command line of `kafka-test-app`'s client.py. */
export function testAppSnippet(context: SnippetContext): SnippetParts {
  return {
    files: [
      ...(context.produces
        ? [{ name: 'produce.sh', text: script(context, producerOptions(context)), login: true }]
        : []),
      ...(context.consumes
        ? [{ name: 'consume.sh', text: script(context, ['--consumer']), login: true }]
        : []),
    ],
    install: [
      'python3 -m venv .venv',
      `.venv/bin/pip install kafka-python==${KAFKA_PYTHON_VERSION} pymongo psycopg2-binary`,
    ],
    produce: 'PATH="$PWD/.venv/bin:$PATH" sh produce.sh',
    consume: 'PATH="$PWD/.venv/bin:$PATH" sh consume.sh',
    createsTopic: context.produces,
    notes: [
      'client.py is lib/charms/kafka/v0/client.py of the charm kafka-test-app; put it beside these files.',
      'It takes the password on its command line and so shows it in the list of processes; under TLS it checks no host names.',
      'It writes 2 records a second; `keystream produce` writes the same records as fast as they are acknowledged.',
      ...(context.consumes ? [`Its consumer group is ${context.groupPrefix}1.`] : []),
    ],
  }
}

function producerOptions({ servers }: SnippetContext): string[] {
  return ['--producer', '-n 15', `-r ${Math.min(3, servers.length)}`, `--num-partitions ${PARTITIONS}`]
}

function script(context: SnippetContext, role: readonly string[]): string {
  const { sasl, tls, password, topic, servers, protocol } = context
  const secret = password === null ? `"$${PASSWORD_VARIABLE}"` : shellText(password)
  const words = [
    `-t ${shellText(topic)}`,
    ...(sasl ? [`-u ${shellText(sasl.username)}`, `-p ${secret}`] : []),
    `-c ${shellText(context.groupPrefix)}`,
    `-s ${shellText(servers.join(','))}`,
    `-x ${protocol}`,
    ...(tls?.ca === true ? [`--cafile-path ${CA_FILE}`] : []),
    ...(tls?.client === true ? [`--certfile-path ${CERTIFICATE_FILE}`, `--keyfile-path ${KEY_FILE}`] : []),
    ...role,
  ]
  return `#!/bin/sh\nexec python3 client.py \\\n  ${words.join(' \\\n  ')}\n`
}
