import 'server-only'
import type { z } from 'zod'
import { compileSchema } from '#lib/records/decoders/compiled-schema.ts'
import { SchemaProblem } from '#lib/records/decoders/schema-problem.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { Actor } from '#lib/server/profiles/actor.ts'
import { newId } from '#lib/shared/ids.ts'
import {
  type AddTopicSchema,
  MAX_SCHEMAS_PER_TOPIC,
  type TopicSchema,
  TopicSchemaSchema,
  TopicSchemaTextSchema,
} from '#lib/shared/topic-schema.ts'

interface Place {
  readonly teamId: string
  readonly topic: string
}

/** topicSchemaTexts gives a topic's schemas with their texts, the newest first. */
export async function topicSchemaTexts({
  teamId,
  topic,
}: Place): Promise<z.infer<typeof TopicSchemaTextSchema>[]> {
  const rows = await getDatabase()
    .selectFrom('topicSchema')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('topic', '=', topic)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_SCHEMAS_PER_TOPIC)
    .execute()
  return rows.map((row) => TopicSchemaTextSchema.parse(row))
}

/** listTopicSchemas gives a topic's schemas without their texts, the newest first. */
export async function listTopicSchemas(place: Place): Promise<{ items: TopicSchema[]; next: null }> {
  const items = await topicSchemaTexts(place)
  return { items: items.map((item) => TopicSchemaSchema.parse(item)), next: null }
}

/** getTopicSchema gives one with its text. Throws `not_found`. */
export async function getTopicSchema(place: Place & { readonly id: string }) {
  const found = (await topicSchemaTexts(place)).find(({ id }) => id === place.id)
  if (!found) throw notFound()
  return found
}

/**
 * addTopicSchema keeps a schema for a topic, after it was read whole; audited. Throws `unprocessable` with the line
 * that can't be read, and `conflict` when the topic has too many.
 */
export async function addTopicSchema(
  options: Place & { readonly actor: Actor; readonly input: AddTopicSchema },
): Promise<TopicSchema> {
  const { teamId, topic, actor, input } = options
  const row = {
    id: newId('sch'),
    teamId,
    topic,
    name: input.name,
    kind: input.kind,
    text: input.text,
    message: messageOf(input),
    createdAt: isoNow(),
    createdBy: actor.name,
  }
  await inTransaction(async (tx) => {
    const { count } = await tx
      .selectFrom('topicSchema')
      .select((each) => each.fn.countAll().as('count'))
      .where('teamId', '=', teamId)
      .where('topic', '=', topic)
      .executeTakeFirstOrThrow()
    if (Number(count) >= MAX_SCHEMAS_PER_TOPIC) {
      throw new AppError({
        code: 'conflict',
        message: `This topic has ${MAX_SCHEMAS_PER_TOPIC} schemas, which is the most.`,
        advice: 'Delete one that is no longer needed, or set a schema registry.',
      })
    }
    await tx.insertInto('topicSchema').values(row).execute()
    await recordAuditEvent(tx, {
      action: 'schema.added',
      teamId,
      actor: actor.email,
      subject: topic,
      details: { schema: row.id, name: row.name, kind: row.kind },
    })
  })
  return TopicSchemaSchema.parse(row)
}

/** deleteTopicSchema takes a schema away; audited. Throws `not_found`. */
export async function deleteTopicSchema(
  options: Place & { readonly id: string; readonly actor: Actor },
): Promise<void> {
  const { teamId, topic, id, actor } = options
  await inTransaction(async (tx) => {
    const gone = await tx
      .deleteFrom('topicSchema')
      .where('teamId', '=', teamId)
      .where('topic', '=', topic)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!gone) throw notFound()
    await recordAuditEvent(tx, {
      action: 'schema.deleted',
      teamId,
      actor: actor.email,
      subject: topic,
      details: { schema: id, name: gone.name },
    })
  })
}

/** Reads the schema, and gives the message's whole name. */
function messageOf({ kind, text, message }: AddTopicSchema): string | null {
  const wanted = message === '' ? undefined : message
  try {
    const compiled = compileSchema({ kind, text, ...(wanted !== undefined && { message: wanted }) })
    return compiled.kind === 'protobuf' ? compiled.message.name : null
  } catch (error) {
    if (!(error instanceof SchemaProblem)) throw error
    throw new AppError({
      code: 'unprocessable',
      field: error.line === null && error.message.startsWith('The file has no message') ? 'message' : 'text',
      message: error.message,
      advice:
        kind === 'avro'
          ? 'Paste the content of an .avsc file.'
          : 'Paste the content of one .proto file; of imports only Google’s well-known types are there.',
      ...(error.line !== null && { line: error.line }),
    })
  }
}
