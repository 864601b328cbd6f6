import {
  type Snippet,
  type SnippetFile,
  type SnippetKind,
  type SnippetStep,
  snippetTitles,
} from '#lib/shared/snippet.ts'
import { dotnetSnippet } from './kinds/dotnet.ts'
import { goSnippet } from './kinds/go.ts'
import { javaSnippet } from './kinds/java.ts'
import { kcatSnippet } from './kinds/kcat.ts'
import { nodeSnippet } from './kinds/node.ts'
import { propertiesSnippet } from './kinds/properties.ts'
import { pythonConfluentSnippet } from './kinds/python-confluent.ts'
import { pythonKafkaSnippet } from './kinds/python-kafka.ts'
import { rustSnippet } from './kinds/rust.ts'
import { springBootSnippet } from './kinds/spring-boot.ts'
import { testAppSnippet } from './kinds/test-app.ts'
import {
  PASSWORD_VARIABLE,
  type SnippetContext,
  type SnippetRefusal,
  type SnippetSource,
  snippetContext,
} from './snippet-context.ts'
import {
  CA_FILE,
  CERTIFICATE_FILE,
  KEY_FILE,
  KEYSTORE_FILE,
  type SnippetMaker,
  type SnippetParts,
} from './snippet-parts.ts'

const makers: Readonly<Record<SnippetKind, SnippetMaker>> = {
  java: javaSnippet,
  'spring-boot': springBootSnippet,
  'python-confluent': pythonConfluentSnippet,
  'python-kafka': pythonKafkaSnippet,
  go: goSnippet,
  node: nodeSnippet,
  rust: rustSnippet,
  dotnet: dotnetSnippet,
  kcat: kcatSnippet,
  properties: propertiesSnippet,
  'test-app': testAppSnippet,
}

/** refusalTexts say why there is no client code, and what to do. */
export const refusalTexts: Readonly<
  Record<SnippetRefusal, { readonly message: string; readonly advice: string }>
> = {
  topic_needed: {
    message: 'The credentials name no topic.',
    advice: 'Say which topic the program is for.',
  },
  no_role: {
    message: 'With these credentials one may neither produce nor consume.',
    advice: 'Ask for the role producer or consumer with extra-user-roles.',
  },
  mechanism: {
    message: 'Client code is made for SCRAM and client certificates; these credentials log in by OAuth.',
    advice: 'Use the listener with SCRAM (ports that end in 92 or 93).',
  },
}

/**
 * makeSnippet makes the complete program of a kind for a credential, or says why there is none. Without
 * `source.secrets` no secret stands in it: the password comes from the environment, the client's key from a file.
 */
export function makeSnippet(
  kind: SnippetKind,
  source: SnippetSource,
  options: { readonly topic?: string | undefined } = {},
): Snippet | { readonly refusal: SnippetRefusal } {
  const context = snippetContext(source, options.topic)
  if (typeof context === 'string') return { refusal: context }
  const parts = makers[kind](context)
  return {
    kind,
    title: snippetTitles[kind],
    topic: context.topic,
    group: context.consumes ? context.group : null,
    files: [
      ...parts.files.map(({ name, text, login }) => ({
        ...{ name, text },
        secret: login === true && context.password !== null,
      })),
      ...pemFiles(source, context, parts.keystore === true),
    ],
    steps: stepsOf(source, context, parts),
    notes: notesOf(source, context, parts),
  }
}

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)

function pemFiles(source: SnippetSource, context: SnippetContext, keystore: boolean): SnippetFile[] {
  if (context.tls === null) return []
  const { certificateAuthorityPems, clientCertificatePem: certificate, secrets } = source
  const key = secrets?.clientKeyPem ?? null
  const files: SnippetFile[] = []
  if (context.tls.ca) {
    files.push({ name: CA_FILE, text: certificateAuthorityPems.map(withNewline).join(''), secret: false })
  }
  if (!context.tls.client || certificate === null) return files
  if (keystore && key !== null) {
    files.push({ name: KEYSTORE_FILE, text: withNewline(key) + withNewline(certificate), secret: true })
    return files
  }
  files.push({ name: CERTIFICATE_FILE, text: withNewline(certificate), secret: false })
  if (key !== null) files.push({ name: KEY_FILE, text: withNewline(key), secret: true })
  return files
}

function stepsOf(source: SnippetSource, context: SnippetContext, parts: SnippetParts): SnippetStep[] {
  const steps: SnippetStep[] = []
  if (context.sasl && context.password === null) {
    steps.push({
      label: 'Give the password, which is not shown',
      command: `IFS= read -rs ${PASSWORD_VARIABLE} && export ${PASSWORD_VARIABLE}`,
    })
  }
  const keyGiven = (source.secrets?.clientKeyPem ?? null) !== null && source.clientCertificatePem !== null
  if (context.tls?.client === true && !keyGiven) {
    steps.push({ label: 'Keep the client’s key to yourself', command: `chmod 600 ${KEY_FILE}` })
    if (parts.keystore === true) {
      steps.push({
        label: 'Put key and certificate into one file',
        command: `(umask 077; openssl pkcs8 -topk8 -nodes -in ${KEY_FILE} -out ${KEYSTORE_FILE}; cat ${CERTIFICATE_FILE} >> ${KEYSTORE_FILE})`,
      })
    }
  }
  parts.install.forEach((command, at) => {
    steps.push({ label: at === 0 ? 'Prepare' : 'Then', command })
  })
  if (context.produces) steps.push({ label: 'Produce', command: parts.produce })
  if (context.consumes) steps.push({ label: 'Consume', command: parts.consume })
  return steps
}

function notesOf(source: SnippetSource, context: SnippetContext, parts: SnippetParts): string[] {
  const notes: string[] = []
  if (!context.produces) notes.push('These credentials may not produce: they lack the role producer.')
  if (!context.consumes) notes.push('These credentials may not consume: they lack the role consumer.')
  if (source.facts.topicPrefix)
    notes.push(
      `Granted are all topics that begin with ${source.facts.topic ?? ''}; the one here is an example.`,
    )
  if (context.tls?.client === true) {
    if (source.clientCertificatePem === null)
      notes.push(`Put the client’s certificate beside the program as ${CERTIFICATE_FILE}.`)
    if ((source.secrets?.clientKeyPem ?? null) === null)
      notes.push(`Put the private key of the client’s certificate beside the program as ${KEY_FILE}.`)
  }
  if (context.tls?.verifyHostname === false)
    notes.push(
      'The brokers’ certificate authority is verified, their names are not, as set for this profile.',
    )
  if (parts.createsTopic !== true)
    notes.push(`The topic ${context.topic} has to be there: the programs create none.`)
  return [...notes, ...(parts.notes ?? [])]
}
