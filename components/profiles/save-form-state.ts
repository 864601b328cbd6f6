import type { CredentialFacts, KafkaFacts, SecurityProtocol } from '#lib/shared/credential.ts'
import { type CreateProfile, LabelsSchema, ProfileNameSchema } from '#lib/shared/profile.ts'
import type { AddVersion } from '#lib/shared/profile-version.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

/** SaveForm is what a person adds to a paste. `name` null = as proposed; texts empty = not given. */
export interface SaveForm {
  name: string | null
  labels: string[]
  topic: string
  protocol: SecurityProtocol | null
  certificateAuthority: string
  clientCertificate: string
  clientKey: string
  verifyHostname: boolean
  /** Lets the whole team use it, each within their role. */
  shareWithTeam: boolean
}

export type SaveField = Exclude<keyof SaveForm, 'protocol' | 'verifyHostname' | 'shareWithTeam'>
export type SaveErrors = Partial<Record<SaveField, string>>

export const emptyForm: SaveForm = {
  name: null,
  labels: [],
  topic: '',
  protocol: null,
  certificateAuthority: '',
  clientCertificate: '',
  clientKey: '',
  verifyHostname: true,
  shareWithTeam: true,
}

/** Asked says which fields this credential needs from a person, because the paste can't tell. */
export interface Asked {
  topic: 'prefix' | 'missing' | null
  protocol: boolean
  certificateAuthority: boolean
  clientCertificate: boolean
  /** Brokers show certificates, so their names can be verified. */
  hostname: boolean
}

export function askedOf(facts: CredentialFacts, protocol: SecurityProtocol | null): Asked {
  if (facts.product !== 'kafka') {
    return {
      topic: null,
      protocol: false,
      certificateAuthority: false,
      clientCertificate: false,
      hostname: false,
    }
  }
  const chosen = protocolOf(facts, protocol)
  const tls = chosen === 'SASL_SSL' || chosen === 'SSL'
  return {
    topic: facts.topicPrefix ? 'prefix' : facts.topic === null ? 'missing' : null,
    protocol: facts.alternativeProtocols.length > 0,
    certificateAuthority: facts.certificateAuthorities.length === 0 && tls,
    clientCertificate: chosen === 'SSL',
    hostname: tls,
  }
}

/** protocolOf is the protocol chosen, when the paste fits it; else the one the paste says. */
export function protocolOf(facts: KafkaFacts, chosen: SecurityProtocol | null): SecurityProtocol {
  return chosen !== null && facts.alternativeProtocols.includes(chosen) ? chosen : facts.securityProtocol
}

/** checkForm tells, per field, what a person has to change before the server is asked. */
export function checkForm(form: SaveForm, name: string, facts: CredentialFacts): SaveErrors {
  const asked = askedOf(facts, form.protocol)
  const errors: SaveErrors = {}
  const nameError = firstMessage(ProfileNameSchema.safeParse(name))
  if (nameError) errors.name = nameError
  const labelsError = firstMessage(LabelsSchema.safeParse(form.labels))
  if (labelsError) errors.labels = labelsError
  if (asked.topic && form.topic !== '' && facts.product === 'kafka') {
    const prefix = asked.topic === 'prefix' ? (facts.topic ?? '') : ''
    const topicError = firstMessage(TopicNameSchema.safeParse(form.topic))
    if (topicError) errors.topic = topicError
    else if (!form.topic.startsWith(prefix))
      errors.topic = `The grant is for topics that begin with ${prefix}`
  }
  if (
    asked.certificateAuthority &&
    form.certificateAuthority !== '' &&
    !isCertificate(form.certificateAuthority)
  ) {
    errors.certificateAuthority = notPem
  }
  if (asked.clientCertificate) {
    if (!isCertificate(form.clientCertificate))
      errors.clientCertificate = form.clientCertificate === '' ? 'This listener asks for one.' : notPem
    const keyError = keyProblem(form.clientKey)
    if (keyError) errors.clientKey = keyError
  }
  return errors
}

const notPem = 'Not a certificate in PEM: it begins with -----BEGIN CERTIFICATE-----'

function isCertificate(text: string): boolean {
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(text)
}

function keyProblem(text: string): string | null {
  if (text === '') return 'The certificate is of no use without its key.'
  if (text.includes('ENCRYPTED'))
    return 'The key has a passphrase. Take it off first: openssl pkey -in key.pem -out plain.pem'
  if (!/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]+-----END (?:[A-Z]+ )?PRIVATE KEY-----/.test(text)) {
    return 'Not a private key in PEM: it begins with -----BEGIN PRIVATE KEY-----'
  }
  return null
}

function firstMessage(
  result: { success: true } | { success: false; error: { issues: { message: string }[] } },
): string | null {
  return result.success ? null : (result.error.issues[0]?.message ?? 'This can’t be used.')
}

export interface SaveRequest {
  text: string
  facts: CredentialFacts
  /** Whether product and unit have to be named, because the paste holds several. */
  several: boolean
  name: string
  form: SaveForm
}

/** createBody is what the server is asked to keep: only what was asked for, and only what was given. */
export function createBody({ text, facts, several, name, form }: SaveRequest): CreateProfile {
  const asked = askedOf(facts, form.protocol)
  const given = (wanted: boolean, value: string) => wanted && value.trim() !== ''
  return {
    text,
    name: name.trim(),
    labels: form.labels,
    ...(several ? { product: facts.product, ...(facts.unit === null ? {} : { unit: facts.unit }) } : {}),
    ...(given(asked.topic !== null, form.topic) ? { topic: form.topic } : {}),
    ...(asked.protocol && facts.product === 'kafka'
      ? { securityProtocol: protocolOf(facts, form.protocol) }
      : {}),
    ...(given(asked.certificateAuthority, form.certificateAuthority)
      ? { certificateAuthority: form.certificateAuthority }
      : {}),
    ...(given(asked.clientCertificate, form.clientCertificate)
      ? { clientCertificate: form.clientCertificate, clientKey: form.clientKey }
      : {}),
    ...(form.shareWithTeam ? {} : { shareWithTeam: false }),
    ...(asked.hostname && !form.verifyHostname ? { verifyHostname: false } : {}),
  }
}

/** versionBody is what the server is asked to keep as a version of a profile, which has its name and labels already. */
export function versionBody(request: SaveRequest): AddVersion {
  const { name: _name, labels: _labels, shareWithTeam: _share, ...body } = createBody(request)
  return body
}
