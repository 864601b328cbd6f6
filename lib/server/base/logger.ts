import 'server-only'
import pino from 'pino'
import { singleton } from './singleton.ts'

/** A log line says what happened in typed events; adding one here is the way to log something new. */
export interface LogEvents {
  'server.starting': { variables: string[] }
  'server.started': { milliseconds: number; database: string; egress: string }
  'server.start-failed': { reason: string }
  'server.stopping': { signal: string; streams: number }
  'server.stopped': { milliseconds: number }
  'server.hook-failed': { hook: string; phase: 'start' | 'shutdown'; errorName: string }
  'setup.token-printed': { file: string; minutes: number }
  'request.failed': {
    correlationId: string
    method: string
    route: string
    status: number
    code: string
    errorName: string
    /** File and line of the throw, without the message, which may quote input. */
    at: string
  }
  'stream.failed': { correlationId: string; code: string; errorName: string; at: string }
  'database.migrated': { migrations: string[] }
  'vault.integrity-failed': { teamId: string; profileId: string; version: number }
  'vault.shredded': { profiles: number }
  'vault.tidy-failed': { errorName: string }
  'grants.tidy-failed': { errorName: string }
  'jobs.forgotten': { jobs: number; days: number }
  'jobs.tidy-failed': { errorName: string }
  'jobs.look-failed': { look: string; errorName: string }
  'vault.keys-changed': { active: string }
  'vault.keys-refused': { reason: string }
  /** A place of the audit chain, told to where the log goes: an end cut off later contradicts it. */
  'audit.checkpoint': { sequence: number; at: string; hash: string }
  'audit.checkpoint-not-sent': { sink: string; errorName: string; code: string }
  'egress.blocked': { host: string; port: number; reason: string }
  'job.event': { jobId: string; state: string }
  'care.failed': { phase: string; errorName: string }
  'auth.event': { name: string }
  'mail.failed': { problem: string }
  'reset.failed': { errorName: string }
}

type Level = 'debug' | 'info' | 'warn' | 'error'

export interface LogStream {
  write(line: string): unknown
}

const output = () => singleton<{ stream: LogStream }>('log-output', () => ({ stream: process.stdout }))

const sink = () =>
  singleton('logger', () =>
    pino(
      {
        base: null,
        level: 'info',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        messageKey: 'event',
      },
      { write: (line: string) => void output().stream.write(line) },
    ),
  )

/** setLogStream sends the log elsewhere and gives a function that puts the former stream back. For tests. */
export function setLogStream(stream: LogStream): () => void {
  const former = output().stream
  output().stream = stream
  return () => {
    output().stream = former
  }
}

/** logger writes one JSON line for each typed event. There is no free text, so nothing unforeseen slips in. */
export const logger = {
  debug: <E extends keyof LogEvents>(event: E, fields: LogEvents[E]) => write('debug', event, fields),
  info: <E extends keyof LogEvents>(event: E, fields: LogEvents[E]) => write('info', event, fields),
  warn: <E extends keyof LogEvents>(event: E, fields: LogEvents[E]) => write('warn', event, fields),
  error: <E extends keyof LogEvents>(event: E, fields: LogEvents[E]) => write('error', event, fields),
}

function write(level: Level, event: string, fields: object): void {
  sink()[level](escapeFields(fields), event)
}

const MAX_TEXT = 500
/** JSON escapes C0 by itself; these also move a terminal's cursor or turn text around when a line is shown. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** escapeText makes a text from outside safe for one line of a log: control and direction characters as \uXXXX. */
export function escapeText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return short.replace(UNSAFE, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

function escapeFields(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [name, escapeValue(value)]),
  )
}

function escapeValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value)
  if (Array.isArray(value)) return value.map(escapeValue)
  if (typeof value === 'object' && value !== null) return '[object]'
  return value
}

/** throwSite names the first frame of an error's stack that is not a library's: enough to find it, no message. */
export function throwSite(error: unknown): string {
  if (!(error instanceof Error) || !error.stack) return 'unknown'
  // The message stands before the frames, and may hold lines that look like one.
  const begin = error.stack.indexOf(error.message) + error.message.length
  const lines = error.stack.slice(begin).split('\n')
  const frames = lines.filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  const own = frames.find((line) => !/node_modules|node:/.test(line)) ?? frames[0] ?? 'unknown'
  return own
    .trim()
    .replace(/^at /, '')
    .replace(/\(?(?:file:\/\/)?\S*\/(?=[^/]+\/[^/]+:\d)/, '(')
}
