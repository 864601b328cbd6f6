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
    PORT: text.pipe(
      z
        .string()
        .regex(/^\d{1,5}$/, 'must be a port number')
        .transform(Number)
        .optional(),
    ),
    NODE_ENV: text,
  })
  .transform((raw) => {
    const folder = raw.KEYSTREAM_DATA_DIR ?? '.keystream'
    return {
      dataDir: isAbsolute(folder) ? folder : resolve(/* turbopackIgnore: true */ process.cwd(), folder),
      databaseUrl: raw.KEYSTREAM_DATABASE_URL,
      masterKeyFile: raw.KEYSTREAM_MASTER_KEY_FILE,
      masterKeys: raw.KEYSTREAM_MASTER_KEYS,
      publicUrl: raw.KEYSTREAM_PUBLIC_URL ?? `http://localhost:${raw.PORT ?? 3000}`,
      egressAllow: raw.KEYSTREAM_EGRESS_ALLOW,
      addressHeader: raw.KEYSTREAM_ADDRESS_HEADER,
      /** SHA-256, so that the token itself is kept nowhere; undefined = metrics are open. */
      metricsTokenHash: raw.KEYSTREAM_METRICS_TOKEN,
      production: raw.NODE_ENV === 'production',
    }
  })

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
