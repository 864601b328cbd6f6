import { fieldName, isKnownField, isProduct } from './field-names.ts'

/** Keys that Juju puts around the products: `run --format`, `show-task`, `show-operation`, `show-unit`, 2.9's forms. */
const envelope: ReadonlySet<string> = new Set([
  ...[
    'id',
    'uuid',
    'operation',
    'output',
    'results',
    'result',
    'status',
    'tasks',
    'summary',
    'action',
    'timing',
  ],
  ...['unit', 'unitid', 'host', 'log', 'message', 'ok', 'success', 'return-code', 'stdout', 'stderr', 'name'],
  ...['completed', 'started', 'enqueued', 'receiver', 'fail', 'action-id', 'parameters', 'error'],
  ...[
    'relation-info',
    'application-data',
    'local-unit',
    'related-units',
    'requests',
    'secret-user',
    'secret-tls',
  ],
])

const UNIT = /^([a-z](?:[a-z0-9]|-(?=[a-z0-9]))*)\/(\d{1,9}|leader)$/
const UNIT_TAG = /^unit-([a-z](?:[a-z0-9]|-(?=[a-z0-9]))*)-(\d{1,9})$/
const KEY = /^\s*(?:- )?(["']?)([^"':#{}[\],]{1,80})\1\s*:(?:\s|$)/

/** unitName reads `data-integrator/0` and `unit-data-integrator-0` as the former; null for anything else. */
export function unitName(text: string): string | null {
  if (text.length > 120) return null
  if (UNIT.test(text)) return text
  const tag = UNIT_TAG.exec(text)
  return tag === null ? null : `${tag[1]}/${tag[2]}`
}

export function isEnvelopeKey(key: string): boolean {
  return envelope.has(key.toLowerCase())
}

/** keyOf gives the key with which a line of block YAML begins, null when it begins with none. */
export function keyOf(line: string): string | null {
  return KEY.exec(line.slice(0, 200))?.[2]?.trim() ?? null
}

/** canBegin says whether an output of get-credentials can begin with this line, whatever wraps it. */
export function canBegin(line: string): boolean {
  if (/^\s*[{[]/.test(line)) return true
  const key = keyOf(line)
  if (key === null) return false
  return isEnvelopeKey(key) || isProduct(key) || isKnownField(fieldName(key).name) || unitName(key) !== null
}

const PROMPTS = [
  // ubuntu@host:~/x$ …, (venv) root@host:/#, [me@host dir]$ …
  /^\s*(?:\([\w.-]{1,40}\)\s*)?\[?[\w.-]{1,64}@[\w.-]{1,64}[^"'{}]{0,120}?\]?[$#%❯➜>](?:\s|$)/u,
  // ~/work$ …, host% …, $ …, ❯ …, ➜ …, PS C:\> …
  /^\s*(?:~?[\w./~-]{0,80}[$%]|[❯➜λ])(?:\s|$)/u,
  /^\s*PS [A-Z]:\\[^>"]{0,120}>/,
  // the command without its prompt, and with root's
  /^\s*(?:#\s*)?(?:sudo\s+)?juju\s+[a-z][a-z-]+(?:\s|$)/,
]
const PREAMBLE = /^\s*Running operations? \d{1,12} with \d{1,9} tasks?\s*$/
const TASK = /^\s*- task \d{1,12} on (unit-[a-z0-9-]{1,100})\s*$/
const WAITING = /^\s*Waiting for (?:task|operation)\b[^:"]{0,60}\.\.\.\s*$/
const LOG = /^\s*(?:\d\d:\d\d:\d\d )?(?:INFO|DEBUG|TRACE|WARNING)\b/
const ELLIPSIS = /^\s*(?:#\s*)?(?:\.{3,}|…+|\[(?:\.{3}|…)\]|<?snip>?|-{1,10}\s?(?:8<|✂|snip)\s?-{1,10})\s*$/u
/** A line of noise is short; a longer one is a value. */
const MAX_NOISE = 400

export type LineKind =
  | { kind: 'blank' | 'content' | 'boundary' | 'preamble' | 'waiting' | 'log' | 'ellipsis' }
  | { kind: 'task'; unit: string | null }

/** lineKind tells what a line of a terminal is: Juju's preamble, a prompt, a log line, dots, or content. */
export function lineKind(text: string): LineKind {
  if (text.trim() === '') return { kind: 'blank' }
  if (text.length > MAX_NOISE) return { kind: 'content' }
  if (/^---\s*$/.test(text) || PROMPTS.some((prompt) => prompt.test(text))) return { kind: 'boundary' }
  if (PREAMBLE.test(text)) return { kind: 'preamble' }
  if (WAITING.test(text)) return { kind: 'waiting' }
  if (LOG.test(text)) return { kind: 'log' }
  if (ELLIPSIS.test(text)) return { kind: 'ellipsis' }
  const task = TASK.exec(text)
  return task === null ? { kind: 'content' } : { kind: 'task', unit: unitName(task[1] ?? '') }
}
