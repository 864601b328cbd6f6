import 'server-only'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type PasteDocument, splitDocuments } from '#lib/credentials/split-documents.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { ParseIssue } from '#lib/shared/credential.ts'
import {
  type ImportFiles,
  type ImportItem,
  type ImportResult,
  MAX_IMPORT_PROFILES,
} from '#lib/shared/import.ts'
import { type Importer, importCredential, resultOf } from './import-item.ts'

/**
 * importPastes reads many texts, each of one or more documents, and makes a profile of every credential in them; each
 * is stored, or not, by itself, and the answer says of each what became of it. A credential that is there already is
 * left alone, so the same import again changes nothing. Throws `too_large` for more than 200 credentials, before any is
 * stored.
 */
export async function importPastes(options: {
  readonly by: Importer
  readonly input: ImportFiles
}): Promise<ImportResult> {
  const { by, input } = options
  const parts = input.files.flatMap(({ name, text }) => readFile(name, text))
  const found = parts.reduce((sum, { parsed }) => sum + parsed.credentials.length, 0)
  if (found > MAX_IMPORT_PROFILES) {
    throw new AppError({
      code: 'too_large',
      field: 'files',
      message: `There are ${found} credentials; at most ${MAX_IMPORT_PROFILES} are taken at once.`,
      advice: 'Import the files in several parts.',
    })
  }
  const items: ImportItem[] = []
  for (const { from, offset, parsed } of parts) {
    for (const credential of parsed.credentials)
      items.push(await importCredential({ by, from, credential, labels: input.labels }))
    for (const issue of unusable(parsed.issues)) {
      const { product = null, unit = null } = issue
      items.push({ ...from, product, unit, outcome: 'failed', profile: null, error: errorOf(issue, offset) })
    }
  }
  return resultOf(items)
}

function readFile(source: string, text: string) {
  const documents = splitDocuments(text)
  const [only] = documents
  // An empty file is read as well, for the parser's own words about it.
  const all: readonly PasteDocument[] = only ? documents : [{ text, firstLine: 1 }]
  return all.map((document) => ({
    from: { source, line: all.length > 1 ? document.firstLine : null },
    offset: document.firstLine - 1,
    parsed: parseCredentials(document.text),
  }))
}

/** Errors make a product unusable, one item each: the first says it. A choice between several is none here: all are taken. */
function unusable(issues: readonly ParseIssue[]): ParseIssue[] {
  const errors = issues.filter(({ severity }) => severity === 'error')
  const firsts = new Map<string, ParseIssue>()
  for (const issue of errors) {
    const key = `${issue.product ?? ''} ${issue.unit ?? ''}`
    if (!firsts.has(key)) firsts.set(key, issue)
  }
  return [...firsts.values()]
}

function errorOf({ code, message, advice, line }: ParseIssue, offset: number): ImportItem['error'] {
  return { code, message, advice, ...(line !== undefined && { line: line + offset }) }
}
