import type { ReadOptions } from '#lib/kafka/read-records.ts'
import { compileSchema } from '#lib/records/decoders/compiled-schema.ts'
import { SchemaProblem } from '#lib/records/decoders/schema-problem.ts'
import type { Decoder, SchemaKind } from '#lib/shared/decoder.ts'
import { Secret } from '#lib/shared/secret.ts'
import { readSmallFile } from './read-input.ts'
import { UsageError } from './usage-error.ts'

export interface DecodingOptions {
  readonly keyDecoder?: Decoder
  readonly valueDecoder?: Decoder
  readonly schema?: string
  readonly message?: string
  readonly registry?: string
  readonly registryUser?: string
}

/** A schema's place in the plan of this one command. */
const OWN_SCHEMA = 'file'

/**
 * readDecoding makes of the options how records are decoded; nothing when none was given. With a schema, values are
 * read by it unless something else is asked for. Throws UsageError for a file that is no schema.
 */
export async function readDecoding(
  options: DecodingOptions,
): Promise<Pick<ReadOptions, 'decode' | 'registry'>> {
  const { keyDecoder, valueDecoder, schema, message, registry } = options
  const asked = [keyDecoder, valueDecoder, schema, registry].some((option) => option !== undefined)
  if (!asked) return {}
  const kind: SchemaKind = schema?.endsWith('.proto') === true ? 'protobuf' : 'avro'
  const text = schema === undefined ? null : new TextDecoder().decode(await readSmallFile(schema))
  const source = text === null ? null : { kind, text, message: message ?? null }
  if (source) requireSchema(source)
  const byDefault: Decoder = source ? `${kind}:${OWN_SCHEMA}` : 'auto'
  return {
    decode: {
      key: keyDecoder ?? 'auto',
      value: valueDecoder ?? byDefault,
      schemas: source ? [{ id: OWN_SCHEMA, ...source }] : [],
      explain: false,
    },
    ...(registry !== undefined && { registry: registryOf(registry, options.registryUser) }),
  }
}

function registryOf(url: string, user: string | undefined): NonNullable<ReadOptions['registry']> {
  const parsed = URL.parse(url)
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '') {
    throw new UsageError({
      code: 'bad_request',
      message: 'The address of the registry can’t be read.',
      advice: 'Write it as https://registry.example:8081, without a login in it.',
    })
  }
  const text = process.env['KEYSTREAM_REGISTRY_PASSWORD'] ?? ''
  const secret = text === '' ? null : new Secret(text)
  return {
    url,
    username: user ?? null,
    password: user === undefined ? null : secret,
    token: user === undefined ? secret : null,
    authorityPem: null,
    // The command line connects where its user says.
    egress: { mode: 'unrestricted' },
  }
}

function requireSchema(source: Parameters<typeof compileSchema>[0]): void {
  try {
    compileSchema(source)
  } catch (error) {
    if (!(error instanceof SchemaProblem)) throw error
    throw new UsageError({
      code: 'bad_request',
      message: error.message,
      advice:
        error.line === null ? 'Check the file and --message.' : `Look at line ${error.line} of the file.`,
    })
  }
}
