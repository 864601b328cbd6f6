import 'server-only'
import type { ReadOptions } from '#lib/kafka/read-records.ts'
import type { Decoder } from '#lib/shared/decoder.ts'
import { registryTargetFor } from './profile-registry.ts'
import { getTopicDecoders } from './topic-decoders.ts'
import { topicSchemaTexts } from './topic-schemas.ts'

/**
 * decodingFor gives how a reading of a topic decodes: as it is asked, else as the team chose, else `auto`; with the
 * topic's schemas and the profile's registry.
 */
export async function decodingFor(options: {
  readonly teamId: string
  readonly profileId: string
  readonly topic: string
  readonly asked: { readonly key?: Decoder | undefined; readonly value?: Decoder | undefined }
  /** Also say of what was decoded what was tried before. */
  readonly explain: boolean
}): Promise<Pick<ReadOptions, 'decode' | 'registry'>> {
  const { asked, explain } = options
  const [chosen, schemas, registry] = await Promise.all([
    getTopicDecoders(options),
    topicSchemaTexts(options),
    registryTargetFor(options),
  ])
  return {
    decode: {
      key: asked.key ?? chosen.key,
      value: asked.value ?? chosen.value,
      schemas: schemas.map(({ id, kind, text, message }) => ({ id, kind, text, message })),
      explain,
    },
    ...(registry && { registry }),
  }
}
