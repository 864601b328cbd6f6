import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { decodePaste } from '#lib/credentials/paste-lines.ts'
import { UsageError } from './usage-error.ts'

/** Far more than the parser takes (64 KiB): it names the limit itself; this only keeps a wrong file from filling memory. */
const MAX_INPUT_BYTES = 256 * 1024

/** readPaste reads the paste from a file, or from standard input without one (or with `-`). */
export async function readPaste(file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') return decodePaste(await readSmallFile(file))
  if (process.stdin.isTTY) {
    process.stderr.write('Paste the output of get-credentials, then press Ctrl-D on an empty line.\n')
  }
  return decodePaste(await readAll(process.stdin))
}

/** readSmallFile reads a paste or a PEM. Throws UsageError when there is no such file. */
export async function readSmallFile(file: string): Promise<Uint8Array> {
  const facts = await stat(file).catch(() => null)
  if (facts === null || facts.isDirectory()) {
    throw new UsageError({
      code: 'bad_request',
      message: `There is no file ${file}.`,
      advice: 'Check the path.',
    })
  }
  try {
    return await readAll(createReadStream(file))
  } catch {
    throw new UsageError({
      code: 'bad_request',
      message: `The file ${file} can’t be read.`,
      advice: 'Check its permissions.',
    })
  }
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_INPUT_BYTES) break
  }
  return Buffer.concat(chunks)
}
