import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { Actor } from '#lib/server/profiles/actor.ts'
import { type ChooseDecoders, type TopicDecoders, TopicDecodersSchema } from '#lib/shared/topic-schema.ts'

interface Place {
  readonly teamId: string
  readonly topic: string
}

/** getTopicDecoders gives how a team reads a topic; `auto` while nobody chose. */
export async function getTopicDecoders({ teamId, topic }: Place): Promise<TopicDecoders> {
  const row = await getDatabase()
    .selectFrom('topicDecoder')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('topic', '=', topic)
    .executeTakeFirst()
  if (!row) return { key: 'auto', value: 'auto', updatedAt: null, updatedBy: null }
  const { keyDecoder, valueDecoder, updatedAt, updatedBy } = row
  return TopicDecodersSchema.parse({ key: keyDecoder, value: valueDecoder, updatedAt, updatedBy })
}

/** chooseDecoders remembers for the team how a topic is read; audited. */
export async function chooseDecoders(
  options: Place & { readonly actor: Actor; readonly input: ChooseDecoders },
): Promise<TopicDecoders> {
  const { teamId, topic, actor, input } = options
  const change = {
    keyDecoder: input.key,
    valueDecoder: input.value,
    updatedAt: isoNow(),
    updatedBy: actor.name,
  }
  await inTransaction(async (tx) => {
    await tx
      .insertInto('topicDecoder')
      .values({ teamId, topic, ...change })
      .onConflict((conflict) => conflict.columns(['teamId', 'topic']).doUpdateSet(change))
      .execute()
    await recordAuditEvent(tx, {
      action: 'decoder.chosen',
      teamId,
      actor: actor.email,
      subject: topic,
      details: { key: input.key, value: input.value },
    })
  })
  return getTopicDecoders(options)
}
