import { ClusterLink } from '#lib/kafka/cluster-link.ts'
import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { alterScramRequest } from '#lib/kafka/requests/alter-scram.ts'
import { createAclsRequest } from '#lib/kafka/requests/create-acls.ts'
import { createTopicsRequest, type NewTopic } from '#lib/kafka/requests/create-topics.ts'
import { deleteAclsRequest } from '#lib/kafka/requests/delete-acls.ts'
import { deleteTopicsRequest } from '#lib/kafka/requests/delete-topics.ts'
import type { TopicMetadata } from '#lib/kafka/requests/metadata.ts'
import { charmAcls } from './charm-acls.ts'
import type { SandboxUser } from './sandbox-user.ts'

/** The controller answers in milliseconds; with a broker just killed, once its session has ended. */
const ADMIN_TIMEOUT_MS = 20_000

interface Outcome {
  readonly errorCode: number
  readonly message?: string | null
}

function assertDone(what: string, outcomes: readonly Outcome[]): void {
  const failed = outcomes.find((outcome) => outcome.errorCode !== 0)
  if (failed !== undefined) {
    throw new Error(`${what} failed with Kafka's error ${failed.errorCode}: ${failed.message ?? ''}`)
  }
}

/** ClusterAdmin does what the charm does at run time, over the listener that nobody else is told of. */
export class ClusterAdmin {
  readonly #target: KafkaTarget

  constructor(bootstrapServers: readonly string[]) {
    this.#target = {
      bootstrapServers,
      securityProtocol: 'PLAINTEXT',
      saslMechanism: null,
      username: null,
      password: null,
      certificateAuthorityPems: [],
      clientCertificatePem: null,
      clientKeyPem: null,
      verifyHostname: true,
      egress: { mode: 'unrestricted' },
      requestTimeoutMs: ADMIN_TIMEOUT_MS,
    }
  }

  async #withLink<T>(work: (link: ClusterLink) => Promise<T>): Promise<T> {
    const link = await ClusterLink.connect(this.#target)
    try {
      return await work(link)
    } finally {
      link.close()
    }
  }

  /** grant makes the user's login and its ACLs; both hold when it returns. */
  grant(user: SandboxUser): Promise<void> {
    return this.#withLink(async (link) => {
      const { username, password } = user
      const altered = await link.call(await alterScramRequest({ set: [{ username, password }] }))
      assertDone(`Adding ${username}`, altered.users)
      const acls = charmAcls(user)
      if (acls.length === 0) return
      assertDone(`Granting to ${username}`, (await link.call(createAclsRequest(acls))).results)
    })
  }

  /** revoke removes the user's login and every ACL of it and of its certificate. Open connections live on. */
  revoke(user: SandboxUser): Promise<void> {
    return this.#withLink(async (link) => {
      const { username, clientCertificate } = user
      const altered = await link.call(await alterScramRequest({ remove: [username] }))
      assertDone(`Removing ${username}`, altered.users)
      const principals = [
        `User:${username}`,
        ...(clientCertificate === null ? [] : [clientCertificate.principal]),
      ]
      const removed = await link.call(deleteAclsRequest(principals.map((principal) => ({ principal }))))
      assertDone(`Revoking from ${username}`, removed.results)
    })
  }

  createTopic(topic: NewTopic): Promise<void> {
    return this.#withLink(async (link) => {
      const answer = await link.call(createTopicsRequest([topic], { timeoutMs: ADMIN_TIMEOUT_MS }))
      assertDone(`Creating ${topic.name}`, answer.topics)
    })
  }

  deleteTopic(name: string): Promise<void> {
    return this.#withLink(async (link) => {
      assertDone(`Deleting ${name}`, (await link.call(deleteTopicsRequest([name], ADMIN_TIMEOUT_MS))).topics)
    })
  }

  /** describeTopic says where a topic's partitions live. Throws when there is no such topic. */
  describeTopic(name: string): Promise<TopicMetadata> {
    return this.#withLink(async (link) => {
      const [topic] = (await link.metadata({ topics: [name] })).topics
      if (topic === undefined || topic.errorCode !== 0) throw new Error(`There is no topic ${name}`)
      return topic
    })
  }
}
