import { access, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { makeSnippet, refusalTexts } from '#lib/credentials/snippets/make-snippet.ts'
import type { SnippetSource } from '#lib/credentials/snippets/snippet-context.ts'
import { openSecret } from '#lib/shared/secret.ts'
import type { Snippet, SnippetFile, SnippetKind } from '#lib/shared/snippet.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import type { Screen } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

export interface SnippetCommandOptions extends CredentialOptions {
  readonly withSecrets?: boolean
  /** A folder for the files, instead of standard output. */
  readonly output?: string
}

/** snippetCommand prints the program of a kind for a paste, or writes its files. No secret without --with-secrets. */
export async function snippetCommand(
  kind: SnippetKind,
  options: SnippetCommandOptions,
  screen: Screen,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const made = makeSnippet(kind, sourceOf(credential, options.withSecrets === true), {
    topic: options.topic,
  })
  if ('refusal' in made) {
    const code = made.refusal === 'topic_needed' ? 'topic_needed' : 'unprocessable'
    throw new UsageError({ code, ...refusalTexts[made.refusal] })
  }
  if (options.output !== undefined) await writeFiles(options.output, made.files)
  if (screen.json) await screen.jsonLine(made)
  else if (options.output === undefined) await screen.write(made.files.map(fileText).join('\n'))
  if (!screen.json) screen.note(guideOf(made))
  return exitCode.good
}

function sourceOf(credential: KafkaCredential, withSecrets: boolean): SnippetSource {
  const { facts, certificateAuthorityPems, clientCertificatePem, verifyHostname } = credential
  const { password, clientKeyPem } = credential
  return {
    ...{ facts, certificateAuthorityPems, clientCertificatePem, verifyHostname },
    secrets: withSecrets
      ? {
          password: password && openSecret(password),
          clientKeyPem: clientKeyPem && openSecret(clientKeyPem),
        }
      : null,
  }
}

const fileText = ({ name, text }: SnippetFile) => `==> ${name} <==\n${text}`

function guideOf({ steps, notes }: Snippet): string {
  const typed = steps.map(({ label, command }) => `# ${label}\n${command}`)
  return ['', ...typed, ...notes.map((note) => `- ${note}`)].join('\n')
}

/** All or nothing: an existing file is somebody's work. */
async function writeFiles(folder: string, files: readonly SnippetFile[]): Promise<void> {
  const placed = files.map((file) => ({ ...file, path: path.join(folder, ...file.name.split('/')) }))
  for (const { name, path: place } of placed) {
    if (await isThere(place)) {
      throw new UsageError({
        code: 'bad_request',
        message: `There is a file ${name} in ${folder} already; nothing was written.`,
        advice: 'Choose an empty folder.',
      })
    }
  }
  try {
    for (const { text, secret, path: place } of placed) {
      await mkdir(path.dirname(place), { recursive: true })
      await writeFile(place, text, { flag: 'wx', mode: secret ? 0o600 : 0o644 })
    }
  } catch {
    throw new UsageError({
      code: 'bad_request',
      message: `The files can’t be written to ${folder}.`,
      advice: 'Check that it is a folder that you may write to.',
    })
  }
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
