import type { PasteForm } from './paste-text.ts'

/** SandboxCommand is one line that a person, or a test, types into a running sandbox. */
export type SandboxCommand =
  | { readonly do: 'add-user'; readonly role: string; readonly topic?: string; readonly certificate: boolean }
  | { readonly do: 'remove-user' | 'rotate-user'; readonly username: string }
  | { readonly do: 'paste'; readonly username: string; readonly form: PasteForm }
  | {
      readonly do: 'create-topic'
      readonly topic: string
      readonly partitions: number
      /** Null = on every node. */
      readonly replicas: number | null
    }
  | { readonly do: 'describe-topic'; readonly topic: string }
  | { readonly do: 'certificate'; readonly name: string; readonly kind: CertificateKind }
  | { readonly do: 'mongo'; readonly database: string }
  | { readonly do: 'count-documents'; readonly database: string; readonly collection: string }
  | { readonly do: 'kill' | 'restart' | 'pause' | 'resume'; readonly node: number }
  | { readonly do: 'list' | 'help' | 'fault-servers' }
  | { readonly do: 'stop' }

/** Client certificates: one that the brokers trust, one of an authority they don't know, one whose time is over. */
export const certificateKinds = ['trusted', 'stranger', 'expired'] as const
export type CertificateKind = (typeof certificateKinds)[number]

export const commandHelp = `add-user ROLES [TOPIC] [certificate]   relate an application: producer, consumer, producer,consumer, admin
remove-user NAME                       end its relation: login and rights are gone at once
rotate-user NAME                       remove it and relate it anew, as a rotation does
paste NAME [kafka3] [tls|mtls]         print its get-credentials text in another form
create-topic TOPIC [PARTITIONS] [REPLICAS]
describe-topic TOPIC                   its partitions and their leaders
certificate NAME [trusted|stranger|expired]   a client certificate with its key
fault-servers                          start what is no Kafka, or cuts logins: their ports
mongo DATABASE                         start a MongoDB beside it: its get-credentials text for a database
count-documents DATABASE COLLECTION    how many it holds
kill|restart|pause|resume NODE         a broker, counted from 1
list                                   the users
stop                                   end everything, as Ctrl-C does`

class UsageError extends Error {}

function wanted(word: string | undefined, what: string): string {
  if (word === undefined) throw new UsageError(`${what} is missing. Type help for the commands.`)
  return word
}

function wantedNumber(word: string | undefined, what: string): number {
  const number = Number(wanted(word, what))
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`${what} is a number from 1.`)
  return number
}

function pasteForm(words: readonly string[]): PasteForm {
  const known = new Set(['kafka3', 'kafka4', 'tls', 'mtls'])
  const odd = words.find((word) => !known.has(word))
  if (odd !== undefined) throw new UsageError(`A form is kafka3 or kafka4, and tls or mtls; not ${odd}.`)
  const mutualTls = words.includes('mtls')
  return { kafka: words.includes('kafka3') ? 3 : 4, tls: mutualTls || words.includes('tls'), mutualTls }
}

function certificateKind(word: string): CertificateKind {
  const kind = certificateKinds.find((known) => known === word)
  if (kind === undefined)
    throw new UsageError(`A certificate is ${certificateKinds.join(', ')}; not ${word}.`)
  return kind
}

/** parseCommand reads one line; null for an empty one. Throws with what is wrong and what to type instead. */
export function parseCommand(line: string): SandboxCommand | null {
  const [verb, ...words] = line.trim().split(/\s+/)
  switch (verb) {
    case undefined:
    case '':
      return null
    case 'add-user': {
      const [role, topic] = words.filter((word) => word !== 'certificate')
      return {
        do: 'add-user',
        role: wanted(role, 'The role'),
        ...(topic === undefined ? {} : { topic }),
        certificate: words.includes('certificate'),
      }
    }
    case 'remove-user':
    case 'rotate-user':
      return { do: verb, username: wanted(words[0], 'The name of the user') }
    case 'paste':
      return { do: verb, username: wanted(words[0], 'The name of the user'), form: pasteForm(words.slice(1)) }
    case 'create-topic':
      return {
        do: verb,
        topic: wanted(words[0], 'The topic'),
        partitions: wantedNumber(words[1] ?? '1', 'Partitions'),
        replicas: words[2] === undefined ? null : wantedNumber(words[2], 'Replicas'),
      }
    case 'describe-topic':
      return { do: verb, topic: wanted(words[0], 'The topic') }
    case 'certificate':
      return { do: verb, name: wanted(words[0], 'The name'), kind: certificateKind(words[1] ?? 'trusted') }
    case 'mongo':
      return { do: verb, database: wanted(words[0], 'The database') }
    case 'count-documents':
      return {
        ...{ do: verb, database: wanted(words[0], 'The database') },
        collection: wanted(words[1], 'The collection'),
      }
    case 'kill':
    case 'restart':
    case 'pause':
    case 'resume':
      return { do: verb, node: wantedNumber(words[0], 'The node') }
    case 'list':
    case 'help':
    case 'fault-servers':
    case 'stop':
      return { do: verb }
    default:
      throw new UsageError(`There is no command ${verb}. Type help for the commands.`)
  }
}
