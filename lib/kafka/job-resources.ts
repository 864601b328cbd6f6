import { type MongoMessage, packMongo, unpackMongo } from '#lib/mongo/mongo-message.ts'
import type { MongoTarget } from '#lib/mongo/mongo-target.ts'
import { openSecret, Secret } from '#lib/shared/secret.ts'
import type { WebhookReceiver } from '#lib/webhook/deliver-webhook.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { packTarget, type TargetMessage, unpackTarget } from './target-message.ts'

/** JobResources is what a job works with besides the Kafka that it runs on. */
export interface JobResources {
  /** Where a copy goes, when that is another profile. */
  readonly copyTarget?: KafkaTarget | undefined
  /** Where a MongoDB sink writes. */
  readonly mongo?: MongoTarget | undefined
  /** What the test application writes as `consumer_group`. */
  readonly groupPrefix?: string | undefined
  /** Where a webhook sink posts to, and what signs it. */
  readonly webhook?: WebhookReceiver | undefined
}

/** ResourcesMessage is them as they cross into a worker thread of this process: the one form with open secrets. */
export interface ResourcesMessage {
  readonly copyTarget: TargetMessage | null
  readonly mongo: MongoMessage | null
  readonly groupPrefix: string | undefined
  readonly webhook: (Omit<WebhookReceiver, 'secret'> & { readonly openKey: string | null }) | null
}

/** packResources makes the message; it must go nowhere but to `postMessage` of a worker of ours. */
export function packResources({ copyTarget, mongo, groupPrefix, webhook }: JobResources): ResourcesMessage {
  return {
    copyTarget: copyTarget ? packTarget(copyTarget) : null,
    mongo: mongo ? packMongo(mongo) : null,
    groupPrefix,
    webhook: webhook ? packWebhook(webhook) : null,
  }
}

/** unpackResources makes the resources again, with their secrets closed. */
export function unpackResources({ copyTarget, mongo, groupPrefix, webhook }: ResourcesMessage): JobResources {
  return {
    copyTarget: copyTarget ? unpackTarget(copyTarget) : undefined,
    mongo: mongo ? unpackMongo(mongo) : undefined,
    groupPrefix,
    webhook: webhook ? unpackWebhook(webhook) : undefined,
  }
}

type WebhookMessage = NonNullable<ResourcesMessage['webhook']>

function packWebhook({ secret, ...open }: WebhookReceiver): WebhookMessage {
  return { ...open, openKey: secret && openSecret(secret) }
}

function unpackWebhook({ openKey: text, ...open }: WebhookMessage): WebhookReceiver {
  return { ...open, secret: text === null ? null : new Secret(text) }
}
