import { readdirSync, readFileSync } from 'node:fs'

/** Every form in which a text is found again: as it is, as UTF-16, as hex, and inside base64 at any of its three places. */
function formsOf(secret: string): readonly Buffer[] {
  const hex = Buffer.from(secret).toString('hex')
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from('\0'.repeat(shift) + secret)
      .toString('base64')
      // What depends on the neighbours is cut off at both ends.
      .slice(shift === 0 ? 0 : 4, -4),
  )
  const texts = [secret, hex, hex.toUpperCase(), ...base64, ...base64.map(urlSafe)]
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')]
}

const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')

/** holdsSecret tells whether bytes hold a secret in any form. */
export function holdsSecret(bytes: Buffer | string, secret: string): boolean {
  const haystack = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return formsOf(secret).some((form) => haystack.includes(form))
}

/** dumpDatabase gives every row of every table as text, blobs in base64: what a backup tool would write. */
export function dumpDatabase(file: string): string {
  // The linter's resolver does not know modules that have their name with `node:` only.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
    const rows = tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${String(name)}"`)
        .all()
        .map((row) => ({ table: name, ...row })),
    )
    return JSON.stringify(rows, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    )
  } finally {
    database.close()
  }
}

/** processesHolding names every process of this machine whose arguments or environment hold a secret; Linux only. */
export function processesHolding(secret: string): { looked: number; found: string[] } {
  const found: string[] = []
  let looked = 0
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const part of ['cmdline', 'environ']) {
      try {
        if (holdsSecret(readFileSync(`/proc/${id}/${part}`), secret)) found.push(`${id}/${part}`)
        looked += 1
      } catch {
        // Ended meanwhile, or another user's.
      }
    }
  }
  return { looked, found }
}
