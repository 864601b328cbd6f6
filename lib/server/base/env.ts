import 'server-only'
import { createHash } from 'node:crypto'
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { Secret } from '#lib/shared/secret.ts'
import { singleton } from './singleton.ts'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** An empty variable is an absent one: that is how compose files and unit files spell "not set". */
const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const secret = text.transform((value) => (value === undefined ? undefined : new Secret(value)))

const publicUrl = text.transform((value, context) => {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  const fits = url && (url.protocol === 'https:' || url.protocol === 'http:')
  if (!fits || url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    context.addIssue('must be the address people open, such as https://keystream.example.com, without a path')
    return z.NEVER
  }
  if (url.protocol === 'http:' && !LOOPBACK_HOSTS.includes(url.hostname)) {
    context.addIssue(
      'must begin with https:// (plain http:// only for localhost), or session cookies would travel in the clear',
    )
    return z.NEVER
  }
  return url.origin
})

const SYSLOG_PORTS: Readonly<Record<string, number>> = { 'udp:': 514, 'tcp:': 601, 'tls:': 6514 }

/** Where the audit log's checkpoints go: `udp://`, `tcp://` or `tls://`, a host, and perhaps a port. */
const syslog = text.transform((value, context) => {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  const port = SYSLOG_PORTS[url?.protocol ?? '']
  if (!url || port === undefined || url.hostname === '' || (url.pathname !== '' && url.pathname !== '/')) {
    context.addIssue('must be udp://host:port, tcp://host:port or tls://host:port')
    return z.NEVER
  }
  const transport = url.protocol.slice(0, -1) as 'udp' | 'tcp' | 'tls'
  return { transport, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || port) }
})

/** Its address may hold a token, so it is a secret. */
const webhook = text.transform((value, context) => {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname))
  if (!isSafe) {
    context.addIssue('must be an https:// address (plain http:// only for localhost)')
    return z.NEVER
  }
  return new Secret(value)
})

/** Where mail goes: `smtps://user:password@host` or `smtp://…`, which turns to TLS when the server offers it. */
const smtpUrl = text.transform((value, context) => {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '')
    return new Secret(value)
  context.addIssue('must be the address of a mail server, such as smtps://user:password@mail.example.com')
  return z.NEVER
})

/** A provider's address without TLS is good for a test on one's own machine only. */
const issuerUrl = text.transform((value, context) => {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  const plain = url?.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname)
  if (url && (url.protocol === 'https:' || plain) && !url.username && !url.search && !url.hash) return value
  context.addIssue('must be the https:// address of an OpenID Connect provider')
  return z.NEVER
})

const DEFAULT_JOB_DAYS = 90
/** Ten years: who needs more exports what they keep. */
const MAX_JOB_DAYS = 3650
const JOB_DAYS_RULE = `must be a number of days from 1 to ${MAX_JOB_DAYS}`

const sha256 = (value: string) => createHash('sha256').update(value).digest()

const EnvSchema = z
  .object({
    KEYSTREAM_DATA_DIR: text,
    KEYSTREAM_DATABASE_URL: secret,
    KEYSTREAM_MASTER_KEY_FILE: text,
    KEYSTREAM_MASTER_KEYS: secret,
    KEYSTREAM_PUBLIC_URL: publicUrl,
    KEYSTREAM_EGRESS_ALLOW: text,
    /** The one header in which the proxy in front writes the caller's address; unset = trust none. */
    KEYSTREAM_ADDRESS_HEADER: text.pipe(
      z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of one header, such as x-forwarded-for')
        .transform((name) => name.toLowerCase())
        .optional(),
    ),
    KEYSTREAM_METRICS_TOKEN: text.transform((token) => (token === undefined ? undefined : sha256(token))),
    KEYSTREAM_AUDIT_SYSLOG: syslog,
    KEYSTREAM_AUDIT_WEBHOOK: webhook,
    /** For how many days jobs that have ended, and their journals, are kept. */
    KEYSTREAM_JOB_DAYS: text.pipe(
      z
        .string()
        .regex(/^\d{1,4}$/, JOB_DAYS_RULE)
        .transform(Number)
        .refine((days) => days >= 1 && days <= MAX_JOB_DAYS, JOB_DAYS_RULE)
        .optional(),
    ),
    KEYSTREAM_SMTP_URL: smtpUrl,
    /** Whom mails are from; unset = keystream@ and the host of the public address. */
    KEYSTREAM_MAIL_FROM: text.pipe(z.email('must be an e-mail address').optional()),
    KEYSTREAM_OIDC_ISSUER: issuerUrl,
    KEYSTREAM_OIDC_CLIENT_ID: text,
    KEYSTREAM_OIDC_CLIENT_SECRET: secret,
    /** What the button says: "Continue with …". */
    KEYSTREAM_OIDC_NAME: text,
    KEYSTREAM_OIDC_SCOPES: text,
    /** The claim that lists a person's groups. */
    KEYSTREAM_OIDC_GROUPS_CLAIM: text,
    PORT: text.pipe(
      z
        .string()
        .regex(/^\d{1,5}$/, 'must be a port number')
        .transform(Number)
        .optional(),
    ),
    NODE_ENV: text,
  })
  .superRefine((raw, context) => {
    if (raw.KEYSTREAM_OIDC_ISSUER === undefined || raw.KEYSTREAM_OIDC_CLIENT_ID !== undefined) return
    context.addIssue({
      code: 'custom',
      path: ['KEYSTREAM_OIDC_CLIENT_ID'],
      message: 'must be set where KEYSTREAM_OIDC_ISSUER is',
    })
  })
  .transform((raw) => {
    const publicUrl = raw.KEYSTREAM_PUBLIC_URL ?? `http://localhost:${raw.PORT ?? 3000}`
    const folder = raw.KEYSTREAM_DATA_DIR ?? '.keystream'
    return {
      dataDir: isAbsolute(folder) ? folder : resolve(/* turbopackIgnore: true */ process.cwd(), folder),
      databaseUrl: raw.KEYSTREAM_DATABASE_URL,
      masterKeyFile: raw.KEYSTREAM_MASTER_KEY_FILE,
      masterKeys: raw.KEYSTREAM_MASTER_KEYS,
      publicUrl,
      egressAllow: raw.KEYSTREAM_EGRESS_ALLOW,
      addressHeader: raw.KEYSTREAM_ADDRESS_HEADER,
      /** SHA-256, so that the token itself is kept nowhere; undefined = metrics are open. */
      metricsTokenHash: raw.KEYSTREAM_METRICS_TOKEN,
      auditSyslog: raw.KEYSTREAM_AUDIT_SYSLOG,
      auditWebhook: raw.KEYSTREAM_AUDIT_WEBHOOK,
      jobDays: raw.KEYSTREAM_JOB_DAYS ?? DEFAULT_JOB_DAYS,
      smtpUrl: raw.KEYSTREAM_SMTP_URL,
      mailFrom: raw.KEYSTREAM_MAIL_FROM ?? `keystream@${new URL(publicUrl).hostname}`,
      oidc: oidcOf(raw),
      production: raw.NODE_ENV === 'production',
    }
  })

interface OidcVariables {
  readonly KEYSTREAM_OIDC_ISSUER?: string | undefined
  readonly KEYSTREAM_OIDC_CLIENT_ID?: string | undefined
  readonly KEYSTREAM_OIDC_CLIENT_SECRET?: Secret | undefined
  readonly KEYSTREAM_OIDC_NAME?: string | undefined
  readonly KEYSTREAM_OIDC_SCOPES?: string | undefined
  readonly KEYSTREAM_OIDC_GROUPS_CLAIM?: string | undefined
}

/** The one OpenID Connect provider, or null. */
function oidcOf(raw: OidcVariables) {
  const { KEYSTREAM_OIDC_ISSUER: issuer, KEYSTREAM_OIDC_CLIENT_ID: clientId } = raw
  if (issuer === undefined || clientId === undefined) return null
  return {
    issuer,
    clientId,
    clientSecret: raw.KEYSTREAM_OIDC_CLIENT_SECRET,
    name: raw.KEYSTREAM_OIDC_NAME ?? 'single sign-on',
    scopes: raw.KEYSTREAM_OIDC_SCOPES ?? 'openid email profile',
    groupsClaim: raw.KEYSTREAM_OIDC_GROUPS_CLAIM ?? 'groups',
  }
}

export type Env = Readonly<z.output<typeof EnvSchema>>

/** EnvError names the variables that are wrong and why; it never holds a value. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/** parseEnv reads the variables of `source`. Throws EnvError with every wrong variable in one line. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = EnvSchema.safeParse(source)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'environment')
    // zod's own messages may quote the input, ours begin with "must".
    return `${name} ${issue.message.startsWith('must') ? issue.message : 'is not valid'}`
  })
  throw new EnvError(issues.join('; '))
}

/** getEnv gives the environment, parsed once in a process. Throws EnvError. */
export function getEnv(): Env {
  return singleton('env', () => parseEnv(process.env))
}

/** setVariables lists the names of our variables that are set, for the log. */
export function setVariables(source: Readonly<Record<string, string | undefined>> = process.env): string[] {
  return Object.keys(source)
    .filter((name) => name.startsWith('KEYSTREAM_') && source[name] !== '')
    .sort()
}

/** isLoopbackUrl tells whether an origin can be reached from this machine only. */
export function isLoopbackUrl(origin: string): boolean {
  const url = URL.parse(origin)
  return url !== null && LOOPBACK_HOSTS.includes(url.hostname)
}

/**
 * ownOrigins lists the origins whose pages are ours. On one's own machine `localhost` and `127.0.0.1` name the same
 * server, and people type either.
 */
export function ownOrigins(origin: string): string[] {
  const url = URL.parse(origin)
  if (!url || !LOOPBACK_HOSTS.includes(url.hostname)) return [origin]
  const port = url.port ? `:${url.port}` : ''
  return LOOPBACK_HOSTS.map((host) => `${url.protocol}//${host}${port}`)
}
