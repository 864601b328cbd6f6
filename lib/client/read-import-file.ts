import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { splitDocuments } from '#lib/credentials/split-documents.ts'
import { type BundleFile, BundleFileSchema } from '#lib/shared/bundle.ts'
import type { Product } from '#lib/shared/credential.ts'

/** FoundCredential is what a file was understood to hold, before anything is sent. */
export interface FoundCredential {
  readonly product: Product
  readonly username: string | null
}

export type ImportFile =
  | {
      readonly kind: 'pastes'
      readonly name: string
      readonly text: string
      readonly found: readonly FoundCredential[]
      /** Why a document can't be used, the first reason of each. */
      readonly problems: readonly string[]
    }
  | { readonly kind: 'bundle'; readonly name: string; readonly bundle: BundleFile }

/** readImportFile tells what a file is: a sealed bundle of Keystream, or the output of one or many commands. Never throws. */
export function readImportFile(name: string, text: string): ImportFile {
  const bundle = readBundle(text)
  if (bundle) return { kind: 'bundle', name, bundle }
  const documents = splitDocuments(text)
  const parsed = (documents.length > 0 ? documents : [{ text }]).map((each) => parseCredentials(each.text))
  return {
    kind: 'pastes',
    name,
    text,
    found: parsed.flatMap(({ credentials }) =>
      credentials.map(({ facts }) => ({ product: facts.product, username: facts.username })),
    ),
    problems: parsed.flatMap(({ issues }) =>
      issues
        .filter(({ severity }) => severity === 'error')
        .slice(0, 1)
        .map(({ message }) => message),
    ),
  }
}

function readBundle(text: string): BundleFile | null {
  if (!text.includes('keystream-bundle')) return null
  try {
    return BundleFileSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
