import { readdir, readFile } from 'node:fs/promises'
import { findSecretRanges } from '#lib/credentials/find-secret-ranges.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { MAX_PASTE_BYTES } from '#lib/shared/profile.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'

const fixtures = new URL('../lib/credentials/fixtures/', import.meta.url)

/** What a paste may begin with before it goes astray. */
const beginnings = [
  '',
  'kafka:\n  endpoints: ',
  'kafka:\n  tls-ca: ',
  '{"kafka":{"password":"',
  'data-integrator/0:\n  output: |\n    ',
]

/** Each is repeated up to 64 KiB: what makes YAML parsers, regular expressions and quadratic loops suffer. */
const repeated = [
  ...[
    'a,',
    '[',
    '{',
    '{a: ',
    '[]',
    '- ',
    '? ',
    'a: b\n',
    '- a\n',
    'a:\t',
    ': ',
    '&a ',
    '*a ',
    '!a ',
    '|-\n',
    '>',
    '<<: ',
  ],
  ...[
    '"',
    "'",
    '"a"\n',
    '"a":"b",',
    '\\',
    '\\n',
    '\\"a\\":\\"',
    '`',
    '%a\n',
    '#\n',
    '---\n',
    '...\n',
    ' ',
    '\n',
    '\r',
    '\t',
  ],
  ...[
    'x',
    'AAAA',
    'MII',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PRIVATE KEY-----',
    '-----END ',
    '://a:b@',
    '://a:b',
  ],
  ...[
    'kafka:\n',
    'kafka: {}\n',
    'ok: "True"\nkafka: {}\n',
    '{"a":1}\n',
    'data-integrator/0:\n',
    'output: |\n',
    'password: a\n',
  ],
  ...[
    'user@host:',
    'a@',
    'a.',
    '$ ',
    '> ',
    '```\n',
    'ERROR ',
    'Action id ',
    'Waiting for ',
    '  - task 1 on unit-a-0\n',
  ],
  ...['\u001b[', '\u001b]', '\u00a0', '\u202e', '\ufeff', 'ü', '\0', '<', '…', '__proto__: '],
]

async function inputs(): Promise<string[]> {
  const names = (await readdir(fixtures)).filter((name) => name.endsWith('.txt'))
  const real = await Promise.all(names.map((name) => readFile(new URL(name, fixtures), 'utf8')))
  const astray = beginnings.flatMap((beginning) => repeated.map((unit) => fill(beginning, unit)))
  return [...real, ...real.map((text) => fill('', `${text}---\n`)), ...astray]
}

/** Exactly 64 KiB of UTF-8, or just below where a character would be cut. */
function fill(beginning: string, unit: string): string {
  const room = MAX_PASTE_BYTES - Buffer.byteLength(beginning)
  return beginning + unit.repeat(Math.max(1, Math.floor(room / Buffer.byteLength(unit))))
}

/** Processor time, not wall time: the machine's other work is not the parser's. */
function milliseconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function p99(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0
}

/** benchParse measures the answer to real pastes and to 64 KiB of everything that is hard to parse. Needs no broker. */
export async function benchParse(_: BenchKafka, { rounds, log }: BenchOptions): Promise<Finding[]> {
  const texts = await inputs()
  log(`parse: ${texts.length} texts, ${rounds} rounds`)
  const measured: [what: string, work: (text: string) => unknown][] = [
    ['parse any 64 KiB, p99', parseCredentials],
    ['hide the secrets of any 64 KiB while typing, p99', findSecretRanges],
  ]
  return measured.map(([what, work]) => {
    const times = Array.from({ length: rounds }, () =>
      texts.map((text) => milliseconds(() => work(text))),
    ).flat()
    const figure = p99(times)
    return { what, ours: figure, reference: null, unit: 'ms', figure, target: { atMost: 300 }, rounds }
  })
}
