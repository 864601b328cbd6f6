'use client'

import { useState } from 'react'
import { readTextFile } from '#components/profiles/read-text-file.ts'
import { type ImportFile, readImportFile } from '#lib/client/read-import-file.ts'
import { MAX_BUNDLE_BYTES } from '#lib/shared/bundle.ts'
import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '#lib/shared/import.ts'

/** Every folder of a Mac or a repository has some. */
const HIDDEN = /(^|\/)\./

export interface ImportChoice {
  readonly files: readonly ImportFile[]
  /** Why some or all of what was chosen is left out. */
  readonly refused: string | null
}

const nothing: ImportChoice = { files: [], refused: null }

/** useImportFiles reads what was chosen, in the browser; nothing is sent yet. */
export function useImportFiles() {
  const [choice, setChoice] = useState<ImportChoice>(nothing)

  async function take(chosen: readonly File[]) {
    const wanted = chosen.filter((file) => !HIDDEN.test(pathOf(file)))
    const files: ImportFile[] = []
    const tooLarge: string[] = []
    for (const file of wanted.slice(0, MAX_IMPORT_FILES)) {
      const text = await readTextFile(file, MAX_BUNDLE_BYTES)
      if (text === null) tooLarge.push(pathOf(file))
      else files.push(readImportFile(pathOf(file), text))
    }
    setChoice({ files, refused: refusalOf(wanted.length, tooLarge, files) })
  }

  return { choice, take, clear: () => setChoice(nothing) }
}

function refusalOf(wanted: number, tooLarge: readonly string[], files: readonly ImportFile[]): string | null {
  const bytes = files.reduce((sum, file) => sum + (file.kind === 'pastes' ? file.text.length : 0), 0)
  if (bytes > MAX_IMPORT_BYTES)
    return 'These files hold more than 4 MiB together. Import them in several parts.'
  if (wanted > MAX_IMPORT_FILES)
    return `Only the first ${MAX_IMPORT_FILES} of ${wanted} files are here. Import the others after these.`
  if (tooLarge.length > 0) return `Too large to be a paste: ${tooLarge.slice(0, 3).join(', ')}.`
  if (wanted === 0) return 'There is no file in this folder.'
  return null
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name
}
