import { MAX_PASTE_BYTES } from '#lib/shared/profile.ts'

/** UTF-16 takes two bytes a letter; anything longer can't be a paste of allowed length, and is not read. */
const MAX_FILE_BYTES = 2 * MAX_PASTE_BYTES + 2

/** readTextFile reads a dropped file as the editor that wrote it meant it: UTF-16 by its mark, else UTF-8. Null when too large. */
export async function readTextFile(file: File, maxBytes = MAX_FILE_BYTES): Promise<string | null> {
  if (file.size > maxBytes) return null
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
