import 'server-only'
import { chooseCredential } from '#lib/credentials/choose-credential.ts'
import type { Credential } from '#lib/credentials/credential.ts'
import { maskCredentials } from '#lib/credentials/mask-credentials.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { ParseAnswer, Product } from '#lib/shared/credential.ts'
import { MAX_PASTE_BYTES } from '#lib/shared/profile.ts'

/** previewPaste tells what a text holds, every secret masked, and stores nothing. Throws AppError `too_large`. */
export function previewPaste(text: string): ParseAnswer {
  requireSize(text)
  return maskCredentials(parseCredentials(text))
}

/**
 * readPaste gives the one credential that is meant. Throws AppError `too_large`; `paste_choice_needed` when several
 * fit; `paste_unusable` with the line and the remedy of what is wrong first.
 */
export function readPaste(
  text: string,
  wanted: { product?: Product | undefined; unit?: string | undefined },
): Credential {
  requireSize(text)
  const choice = chooseCredential(parseCredentials(text), wanted)
  if ('credential' in choice) return choice.credential
  const { issue } = choice
  throw new AppError({
    code: issue.code === 'choice_needed' ? 'paste_choice_needed' : 'paste_unusable',
    message: issue.message,
    advice: issue.advice,
    command: issue.command,
    line: issue.line,
    field: 'text',
  })
}

function requireSize(text: string): void {
  if (Buffer.byteLength(text, 'utf8') <= MAX_PASTE_BYTES) return
  throw new AppError({
    code: 'too_large',
    message: `The text is larger than ${MAX_PASTE_BYTES / 1024} KiB; the output of get-credentials is under 1 KiB.`,
    advice: 'Paste only what the command printed.',
    field: 'text',
  })
}
