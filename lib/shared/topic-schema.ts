import { z } from 'zod'
import { DecoderSchema, MAX_SCHEMA_CHARACTERS, SchemaKindSchema } from './decoder.ts'
import { IdSchema } from './ids.ts'

/** More than this on one topic is a history that a registry is for. */
export const MAX_SCHEMAS_PER_TOPIC = 20

/** TopicSchemaSchema: a schema that was uploaded for a topic, without its text. */
export const TopicSchemaSchema = z.object({
  id: IdSchema,
  topic: z.string(),
  name: z.string(),
  kind: SchemaKindSchema,
  /** Protobuf only: the message that records are read as, unless another is asked for. */
  message: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
})
export type TopicSchema = z.infer<typeof TopicSchemaSchema>

export const TopicSchemaListSchema = z.object({ items: z.array(TopicSchemaSchema), next: z.null() })
export const TopicSchemaTextSchema = TopicSchemaSchema.extend({ text: z.string() })

export const AddTopicSchemaSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the schema a name.').max(100, 'At most 100 characters.'),
  kind: SchemaKindSchema,
  text: z
    .string()
    .min(1, 'Paste the schema.')
    .max(MAX_SCHEMA_CHARACTERS, `A schema has at most ${MAX_SCHEMA_CHARACTERS} characters.`),
  message: z.string().trim().max(500).optional(),
})
export type AddTopicSchema = z.infer<typeof AddTopicSchemaSchema>

/** TopicDecodersSchema: how a team reads a topic, unless a reading asks for something else. */
export const ChooseDecodersSchema = z.strictObject({ key: DecoderSchema, value: DecoderSchema })
export type ChooseDecoders = z.infer<typeof ChooseDecodersSchema>
export const TopicDecodersSchema = z.object({
  key: DecoderSchema,
  value: DecoderSchema,
  /** Null while nobody chose: both are `auto`. */
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable(),
})
export type TopicDecoders = z.infer<typeof TopicDecodersSchema>
