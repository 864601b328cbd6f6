import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import type { JobResources } from '#lib/kafka/job-resources.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { runSink, type SinkingSpec } from '#lib/kafka/run-sink.ts'
import { Secret } from '#lib/shared/secret.ts'
import { type SinkSpec, WebhookSinkSchema } from '#lib/shared/sink-spec.ts'
import { WebhookSecretSchema, WebhookUrlSchema } from '#lib/shared/webhook.ts'
import type { ExitCode } from '../exit-code.ts'
import { followDelivery } from '../follow-delivery.ts'
import { MONGO_PROFILE, readMongoTarget } from '../mongo-credential.ts'
import type { Screen } from '../screen.ts'
import { topicOrThrow, UsageError } from '../usage-error.ts'
import type { ConsumeCommandOptions } from './consume-command.ts'

export interface ChosenSink {
  readonly sink: SinkSpec
  readonly resources: JobResources
}

/** readSink gives where the options send records to, or null for standard output and files. Throws UsageError. */
export async function readSink(options: ConsumeCommandOptions): Promise<ChosenSink | null> {
  const { webhook, mongoCredentials, output } = options
  if ([webhook, mongoCredentials, output].filter((each) => each !== undefined).length > 1)
    throw new UsageError({
      code: 'bad_request',
      message: '--output, --webhook and --mongo-credentials exclude each other.',
      advice: 'Use one of them.',
    })
  if (webhook !== undefined) return webhookOf(webhook)
  if (mongoCredentials === undefined) return null
  const mongo = await readMongoTarget(mongoCredentials)
  return { sink: { type: 'mongodb', profile: MONGO_PROFILE }, resources: { mongo } }
}

/** consumeToSink consumes in a group and delivers: what is delivered is committed. */
export function consumeToSink(
  credential: KafkaCredential,
  chosen: { options: ConsumeCommandOptions; sink: ChosenSink; groupId: string },
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { options, sink, groupId } = chosen
  const { facts } = credential
  const spec: SinkingSpec = {
    ...{ kind: 'consume', topic: topicOrThrow(facts), groupId, from: options.from, sink: sink.sink },
    ...(options.limit !== undefined && { limit: options.limit }),
    ...(options.idle !== undefined && { idleSeconds: options.idle }),
  }
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const groupPrefix = facts.consumerGroupPrefix ?? (facts.username === null ? groupId : `${facts.username}-`)
  const updates = runSink(target, spec, { signal, resources: { ...sink.resources, groupPrefix } })
  return followDelivery(updates, { done: 'delivered', screen, signal })
}

function webhookOf(given: string | true): ChosenSink {
  const url = WebhookUrlSchema.safeParse(
    given === true ? process.env['KEYSTREAM_WEBHOOK_URL']?.trim() : given,
  )
  if (!url.success)
    throw new UsageError({
      code: 'bad_request',
      message: `${given === true ? 'KEYSTREAM_WEBHOOK_URL' : '--webhook'} is not right: ${url.error.issues[0]?.message ?? ''}`,
      advice: 'Write it as https://host/path.',
    })
  // The command line keeps no webhooks; nothing looks at the name.
  const sink = WebhookSinkSchema.parse({ type: 'webhook', webhook: 'webhook' })
  const receiver = { url: url.data, secret: webhookSecret(), egress: { mode: 'unrestricted' as const } }
  return { sink, resources: { webhook: receiver } }
}

function webhookSecret(): Secret | null {
  const text = process.env['KEYSTREAM_WEBHOOK_SECRET']?.trim() ?? ''
  if (text === '') return null
  const secret = WebhookSecretSchema.safeParse(text)
  if (secret.success) return new Secret(secret.data)
  throw new UsageError({
    code: 'bad_request',
    message: 'KEYSTREAM_WEBHOOK_SECRET can’t be signed with.',
    advice: secret.error.issues[0]?.message ?? 'A signing secret has 16 to 256 characters.',
  })
}
