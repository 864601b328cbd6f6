import { type ErrorContext, type Failure, PASTE_AGAIN } from './failure.ts'
import { protocolCodeName, protocolCodes } from './protocol-codes.ts'

type Explain = (context: ErrorContext) => Omit<Failure, 'retriable'>

const rightOf = {
  describe: 'DESCRIBE (roles producer and consumer have it)',
  read: 'READ (role consumer)',
  write: 'WRITE (role producer)',
  create: 'CREATE (role producer)',
  delete: 'DELETE (role admin)',
  group: 'READ on the group (role consumer)',
} as const

const topicText = (context: ErrorContext) => (context.topic ? `topic “${context.topic}”` : 'the topic')
const userText = (context: ErrorContext) => (context.username ? `User “${context.username}”` : 'This user')

const topicDenied: Explain = (context) => ({
  code: 'broker_topic_denied',
  message: `${userText(context)} may not ${context.operation ?? 'use'} ${topicText(context)}, or it does not exist: Kafka answers both alike.`,
  advice: `It needs ${rightOf[context.operation ?? 'describe']} on this topic. The topic and the roles are chosen on data-integrator; after a change, paste the new credentials.`,
  command: 'juju config data-integrator',
})

/** InitProducerId's answer: only a user without WRITE on any topic gets it, so the topic that is meant is one of them. */
const clusterDenied: Explain = (context) => {
  if (context.operation !== 'write' || context.topic === undefined)
    return {
      code: 'not_permitted_by_acl',
      message: `${userText(context)} has no right on the cluster itself for this.`,
      advice: 'Only the role admin has rights on the whole cluster.',
    }
  const { code, advice, command } = topicDenied(context)
  return {
    code,
    message: `${userText(context)} may not write ${topicText(context)}, nor any other topic.`,
    ...(advice === undefined ? {} : { advice }),
    ...(command === undefined ? {} : { command }),
  }
}

const groupDenied: Explain = (context) => ({
  code: 'broker_group_denied',
  message: `${userText(context)} may not use ${context.groupId ? `the consumer group “${context.groupId}”` : 'this consumer group'}.`,
  advice: context.groupPrefix
    ? `Group ids must begin with “${context.groupPrefix}”, and the user needs the role consumer.`
    : 'Group ids must begin with the consumer-group-prefix of the credentials, and the user needs the role consumer.',
})

const noLeader: Explain = (context) => ({
  code: 'broker_no_leader',
  message: `${context.partition === undefined ? 'A partition' : `Partition ${context.partition}`} of ${topicText(context)} has no leader right now.`,
  advice: 'A broker is down or just restarting. It comes back by itself when a replica is up again.',
  command: 'juju status kafka',
})

const notReady: Explain = () => ({
  code: 'broker_not_ready',
  message: 'The cluster is still preparing its coordinator.',
  advice: 'A new or restarted broker needs some seconds for this. Try again.',
})

const rejected =
  (message: string, advice: string): Explain =>
  () => ({ code: 'broker_record_rejected', message, advice })

const authFailed: Explain = (context) => ({
  code: 'broker_auth_failed',
  message: `The cluster does not accept ${context.username ? `user “${context.username}”` : 'this user'} with this password.`,
  advice:
    'The user was removed or rotated (a relation that is removed and made again gets a new user). Paste the new output of get-credentials.',
  command: PASTE_AGAIN,
})

const explanations: ReadonlyMap<number, Explain> = new Map<number, Explain>([
  [
    1,
    (context) => ({
      code: 'broker_error',
      message: `The wanted offset of ${topicText(context)} is not there any more, or not yet.`,
      advice: 'Records expire by the topic’s retention. Begin from earliest, latest or a time.',
    }),
  ],
  [
    3,
    (context) => ({
      code: 'broker_topic_unknown',
      message: `There is no ${topicText(context)}${context.partition === undefined ? '' : `, or no partition ${context.partition} of it`}.`,
      advice:
        'Create it first (a user with the role producer may create exactly its own topic), or check its name.',
    }),
  ],
  [5, noLeader],
  [6, noLeader],
  [9, noLeader],
  [
    10,
    (context) => ({
      code: 'broker_record_too_large',
      message: `A batch is larger than ${topicText(context)} accepts.`,
      advice: 'The limit is the topic’s max.message.bytes (1 MiB by default). Send smaller records.',
    }),
  ],
  [14, notReady],
  [15, notReady],
  [16, notReady],
  [
    17,
    () => ({
      code: 'broker_topic_unknown',
      message: 'Kafka refuses this topic name.',
      advice: 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -',
    }),
  ],
  [
    18,
    () => ({
      code: 'broker_record_too_large',
      message: 'A batch is larger than a segment of the topic.',
      advice: 'Send smaller records.',
    }),
  ],
  [
    19,
    (context) => ({
      code: 'broker_not_ready',
      message: `Too few replicas of ${topicText(context)} are in sync to take a write.`,
      advice:
        'A broker is down; min.insync.replicas asks for more than are up. It heals when the broker is back.',
      command: 'juju status kafka',
    }),
  ],
  [
    23,
    (context) => ({
      code: 'conflict',
      message: `The members of the group${context.groupId ? ` “${context.groupId}”` : ''} share partitions in a way that Keystream does not know.`,
      advice: 'Use another group id; by default every job has its own.',
    }),
  ],
  [
    25,
    (context) => ({
      code: 'conflict',
      message: `The group${context.groupId ? ` “${context.groupId}”` : ''} is in use, or dropped this member.`,
      advice: 'Stop the applications that consume with this group, or use another group id.',
    }),
  ],
  [29, topicDenied],
  [30, groupDenied],
  [31, clusterDenied],
  [
    32,
    rejected(
      'The broker refuses the timestamp of a record.',
      'Timestamps more than an hour ahead of the broker’s clock are refused. Check the clock of this server.',
    ),
  ],
  [
    33,
    (context) => ({
      code: 'broker_mechanism_unsupported',
      message: `This port does not offer ${context.saslMechanism ?? 'this SASL mechanism'}.`,
      advice: 'Ports that end in 92 and 93 offer SCRAM-SHA-512, ports that end in 95 and 96 OAUTHBEARER.',
    }),
  ],
  [
    34,
    (context) => ({
      code: 'broker_wrong_protocol',
      message: `This port does not log users in by SASL, but the credentials say ${context.securityProtocol ?? 'SASL'}.`,
      advice: 'Ports that end in 92 and 93 log in by SCRAM, 94 by client certificate.',
    }),
  ],
  [
    36,
    (context) => ({ code: 'conflict', message: `${topicText(context).replace(/^t/, 'T')} exists already.` }),
  ],
  [37, () => ({ code: 'unprocessable', message: 'Kafka refuses this number of partitions.' })],
  [
    38,
    () => ({
      code: 'unprocessable',
      message: 'The replication factor is larger than the number of brokers.',
      advice: 'Use at most as many replicas as there are brokers: juju status kafka lists them.',
      command: 'juju status kafka',
    }),
  ],
  [58, authFailed],
  [
    87,
    rejected(
      'The broker refuses a record.',
      'A compacted topic refuses records without a key. Give every record a key.',
    ),
  ],
])

/** explainProtocolCode tells what an error code of the protocol means in this context. Never throws. */
export function explainProtocolCode(code: number, context: ErrorContext): Failure {
  const retriable = protocolCodes.get(code)?.retriable ?? false
  const explain = explanations.get(code)
  if (explain) return { ...explain(context), retriable }
  return {
    code: 'broker_error',
    message: `The broker answered ${protocolCodeName(code)}.`,
    ...(retriable ? { advice: 'It may pass by itself. Try again.' } : {}),
    retriable,
  }
}
