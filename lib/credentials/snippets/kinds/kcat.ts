import { kcatLine } from '../kcat-value.ts'
import { shellText } from '../shell-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import type { SnippetParts } from '../snippet-parts.ts'
import { librdkafkaNotes, librdkafkaSettings } from './librdkafka.ts'

/** kcatSnippet is a configuration file and its commands. */
export function kcatSnippet(context: SnippetContext): SnippetParts {
  const { sasl, topic, group, password } = context
  const inFile = password === null ? null : kcatLine('sasl.password', password)
  const lines = librdkafkaSettings(context).map(([name, value]) => kcatLine(name, value) ?? '')
  if (inFile !== null) lines.push(inFile)
  const fit = !sasl || password === null || inFile !== null
  return {
    files: [{ name: 'kcat.conf', text: lines.map((line) => `${line}\n`).join(''), login: inFile !== null }],
    install: ['kcat -V'],
    produce: `seq 10 | ${kcat(context, fit)} -P -X acks=all -X enable.idempotence=true -t ${shellText(topic)}`,
    consume: `${kcat(context, fit)} -X auto.offset.reset=earliest -G ${shellText(group)} ${shellText(topic)}`,
    notes: [
      ...librdkafkaNotes(context),
      ...(sasl && password === null
        ? [
            'bash hands the password over without showing it in the list of processes. kcat’s file can’t hold a password that ends with a blank or has \\= or \\: in it.',
          ]
        : []),
      ...(fit
        ? []
        : [
            'This password can’t stand in kcat’s file: on the command line, it shows in the list of processes.',
          ]),
    ],
  }
}

function kcat({ sasl, password }: SnippetContext, fit: boolean): string {
  const base = 'kcat -F kcat.conf'
  if (!sasl) return base
  if (password === null) return `${base} -F <(printf 'sasl.password=%s\\n' "$${PASSWORD_VARIABLE}")`
  return fit ? base : `${base} -X ${shellText(`sasl.password=${password}`)}`
}
