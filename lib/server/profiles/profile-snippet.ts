import 'server-only'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { makeSnippet, refusalTexts } from '#lib/credentials/snippets/make-snippet.ts'
import type { SnippetSource } from '#lib/credentials/snippets/snippet-context.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { revealSecret, secretNames } from '#lib/server/vault/reveal-secret.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import { SHOWN_FOR_SECONDS } from '#lib/shared/reveal.ts'
import type { FilledSnippet, FillSnippet, Snippet, SnippetKind } from '#lib/shared/snippet.ts'
import type { Actor } from './actor.ts'
import { countReveal } from './count-reveal.ts'
import { openProfile } from './open-profile.ts'

interface Asked {
  readonly teamId: string
  readonly profileId: string
  readonly kind: SnippetKind
}

const CLIENT_KEY = 'client-key'

/**
 * getSnippet makes the client program of a kind for a profile, without secrets. Throws `not_found`, `topic_needed`,
 * and `unprocessable` for another product or a credential that no program can be made for.
 */
export async function getSnippet({
  topic,
  ...asked
}: Asked & { readonly topic?: string | undefined }): Promise<Snippet> {
  const { credential } = await openKafka(asked)
  return snippetOf(asked.kind, credential, null, topic)
}

/**
 * revealSnippet makes it with the secrets that it needs, and nothing else: on the terms of revealField, its audit row
 * first. Throws what getSnippet throws, `unprocessable` where the program needs no secret, `rate_limited`.
 */
export async function revealSnippet(
  options: Asked & { readonly actor: Actor; readonly request: FillSnippet },
): Promise<FilledSnippet> {
  const { teamId, profileId, kind, actor, request } = options
  const { profile, credential } = await openKafka(options)
  const fields = neededSecrets(credential)
  // What can't be made is refused before anybody is written down as having seen it.
  snippetOf(kind, credential, null, request.topic)
  if (fields.length === 0) {
    throw new AppError({
      code: 'unprocessable',
      message: 'No secret of this profile belongs in the program.',
    })
  }
  countReveal(actor)
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'secret.revealed',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: {
        field: fields.join(', '),
        snippet: kind,
        version: profile.version,
        name: profile.name,
        reason: request.reason === undefined || request.reason === '' ? null : request.reason,
      },
    }),
  )
  const password = fields.find((field) => field !== CLIENT_KEY)
  const secrets = {
    password: password === undefined ? null : revealSecret(credential, password),
    clientKeyPem: fields.includes(CLIENT_KEY) ? revealSecret(credential, CLIENT_KEY) : null,
  }
  const snippet = snippetOf(kind, credential, secrets, request.topic)
  return { ...snippet, shownForSeconds: SHOWN_FOR_SECONDS }
}

async function openKafka(asked: Asked): Promise<{ profile: ProfileFace; credential: KafkaCredential }> {
  const { profile, credential } = await openProfile(asked)
  if (isKafkaCredential(credential)) return { profile, credential }
  throw new AppError({
    code: 'unprocessable',
    message: `This profile is of ${credential.facts.product}; client code is made for Kafka.`,
  })
}

/** The names under which the vault keeps what the program logs in with. */
function neededSecrets(credential: KafkaCredential): string[] {
  const { facts, password, otherSecrets } = credential
  const sasl = facts.securityProtocol.startsWith('SASL')
  const tls = facts.securityProtocol.endsWith('SSL')
  return secretNames(credential).filter((name) => {
    if (name === CLIENT_KEY) return tls && credential.clientCertificatePem !== null
    return sasl && password !== null && !Object.hasOwn(otherSecrets, name)
  })
}

function snippetOf(
  kind: SnippetKind,
  credential: KafkaCredential,
  secrets: SnippetSource['secrets'],
  topic: string | undefined,
): Snippet {
  const { facts, certificateAuthorityPems, clientCertificatePem, verifyHostname } = credential
  const source = { facts, certificateAuthorityPems, clientCertificatePem, verifyHostname, secrets }
  const made = makeSnippet(kind, source, { topic })
  if (!('refusal' in made)) return made
  throw new AppError({
    code: made.refusal === 'topic_needed' ? 'topic_needed' : 'unprocessable',
    ...refusalTexts[made.refusal],
  })
}
