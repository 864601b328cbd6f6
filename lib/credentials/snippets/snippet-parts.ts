import type { SnippetContext } from './snippet-context.ts'

export interface PartFile {
  readonly name: string
  readonly text: string
  /** True for the one file in which a password may stand. */
  readonly login?: boolean
}

/** SnippetParts is what a maker gives; what is the same for all (certificates, the password's variable) is added later. */
export interface SnippetParts {
  readonly files: readonly PartFile[]
  /** Run once; several lines make several steps. */
  readonly install: readonly string[]
  /** Commands that write ten records, and that read until Ctrl-C. */
  readonly produce: string
  readonly consume: string
  readonly notes?: readonly string[]
  /** True for the one program that creates the topic. */
  readonly createsTopic?: boolean
  /** Where the file `client.pem` (key and certificate in one) is read instead of two files. */
  readonly keystore?: boolean
}

export type SnippetMaker = (context: SnippetContext) => SnippetParts

/** Names of the PEM files beside a program. */
export const CA_FILE = 'ca.pem'
export const CERTIFICATE_FILE = 'client.crt'
export const KEY_FILE = 'client.key'
export const KEYSTORE_FILE = 'client.pem'
