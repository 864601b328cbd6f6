import { jaasConfig } from '../jaas-config.ts'
import { propertiesText } from '../properties-text.ts'
import { shellText } from '../shell-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import type { SnippetParts } from '../snippet-parts.ts'
import { consumerSettings, javaClientSettings, producerSettings } from './java-client.ts'

/** The password with what is special within the quotes of sasl.jaas.config escaped: a reference is put in as it is. */
const JAAS_VARIABLE = 'KAFKA_JAAS_PASSWORD'
const CONSOLE = 'kafka-console'

/** propertiesSnippet is the file that Kafka's own tools take, and their commands. */
export function propertiesSnippet(context: SnippetContext): SnippetParts {
  const { sasl, password, topic, group } = context
  const referred = sasl !== null && password === null
  const pairs: [string, string][] = javaClientSettings(context)
  if (referred) {
    pairs.push(
      ['config.providers', 'env'],
      ['config.providers.env.class', 'org.apache.kafka.common.config.provider.EnvVarConfigProvider'],
    )
  }
  if (sasl) {
    const secret = password === null ? { raw: `\${env:${JAAS_VARIABLE}}` } : { text: password }
    pairs.push(['sasl.jaas.config', jaasConfig(sasl.username, secret)])
  }
  const servers = shellText(context.servers.join(','))
  const named = `--bootstrap-server ${servers} --topic ${shellText(topic)}`
  const settings = (list: readonly (readonly [string, string])[], flag: string) =>
    list.map(([name, value]) => ` ${flag} ${shellText(`${name}=${value}`)}`).join('')
  return {
    files: [{ name: 'client.properties', text: propertiesText(pairs), login: true }],
    install: referred
      ? [`export ${JAAS_VARIABLE}="$(printf %s "$${PASSWORD_VARIABLE}" | sed 's/[\\\\"]/\\\\&/g')"`]
      : [],
    produce: `seq 10 | ${CONSOLE}-producer.sh ${named} --producer.config client.properties${settings(producerSettings, '--producer-property')}`,
    consume: `${CONSOLE}-consumer.sh ${named} --consumer.config client.properties --group ${shellText(group)} --consumer-property auto.offset.reset=earliest`,
    notes: [
      'For Kafka 3.5 or newer, whose bin folder is on the PATH. The same file serves any Java client.',
      `A program that consumes sets ${consumerSettings(group)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ')}.`,
    ],
    keystore: true,
  }
}
