import { chooseCredential } from '#lib/credentials/choose-credential.ts'
import type { ParsedPaste } from '#lib/credentials/credential.ts'
import { maskCredentials } from '#lib/credentials/mask-credentials.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type CredentialFacts, type ParseIssue, ProductSchema } from '#lib/shared/credential.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { readPaste } from '../read-input.ts'
import { printable, type Screen, table } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

export interface ParseOptions {
  readonly product?: string
  readonly unit?: string
}

/** parseCommand tells what a paste holds, without any secret. Exit 2 when there is nothing usable in it. */
export async function parseCommand(
  file: string | undefined,
  options: ParseOptions,
  screen: Screen,
): Promise<ExitCode> {
  const parsed = narrow(parseCredentials(await readPaste(file)), options)
  const answer = maskCredentials(parsed)
  if (screen.json) {
    await screen.jsonLine(answer)
  } else {
    for (const facts of answer.products) await screen.line(`${productText(facts, screen)}\n`)
    for (const issue of answer.issues) screen.note(issueText(issue, screen))
  }
  return answer.products.length > 0 ? exitCode.good : exitCode.usage
}

function narrow(parsed: ParsedPaste, { product, unit }: ParseOptions): ParsedPaste {
  if (product === undefined && unit === undefined) return parsed
  const known = ProductSchema.optional().safeParse(product)
  if (!known.success) {
    throw new UsageError({
      code: 'bad_request',
      message: '--product is none of data-integrator’s.',
      advice: `Known are ${ProductSchema.options.join(', ')}.`,
    })
  }
  const choice = chooseCredential(parsed, { product: known.data, unit })
  if ('credential' in choice) return { ...parsed, credentials: [choice.credential] }
  return { ...parsed, credentials: [], issues: [...new Set([...parsed.issues, choice.issue])] }
}

function productText(facts: CredentialFacts, screen: Screen): string {
  const rows: (readonly [string, string])[] = []
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== '') rows.push([screen.paint('dim', name), printable(value)])
  }
  add('unit', facts.unit)
  if (facts.product === 'kafka') {
    add('bootstrap servers', facts.bootstrapServers.join(', '))
    add('security protocol', [facts.securityProtocol, ...facts.alternativeProtocols].join(' or '))
    add('SASL mechanism', facts.saslMechanism)
    add('user', facts.username)
    add('topic', facts.topic === null ? null : `${facts.topic}${facts.topicPrefix ? '*' : ''}`)
    add('group prefix', facts.consumerGroupPrefix)
    add('roles', facts.roles === null ? 'not known' : facts.roles.join(', '))
    for (const { resourceType, resourceName, privileges } of facts.entityPermissions) {
      add('permission', `${resourceType} ${resourceName}: ${privileges.join(', ')}`)
    }
  } else {
    for (const [name, value] of Object.entries(facts.facts)) add(name, value)
  }
  for (const { subject, notAfter } of facts.certificateAuthorities)
    add('CA', `${subject}, until ${notAfter.slice(0, 10)}`)
  add('secrets', facts.secrets.map((name) => `${name} ••••••`).join(', '))
  for (const note of facts.notes) add('note', note)
  return `${screen.paint('bold', facts.product)}\n${table(rows)}`
}

function issueText(issue: ParseIssue, screen: Screen): string {
  const colour = issue.severity === 'error' ? 'red' : issue.severity === 'warning' ? 'yellow' : 'dim'
  const place = issue.line === undefined ? '' : `line ${issue.line}: `
  const command = issue.command === undefined ? '' : `\n  ${issue.command}`
  return `${screen.paint(colour, issue.severity, process.stderr)} ${issue.code}: ${place}${issue.message} ${issue.advice}${command}`
}
