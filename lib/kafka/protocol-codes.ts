interface ProtocolCode {
  readonly name: string
  /** True when the same request may succeed a moment later, perhaps at another broker. */
  readonly retriable: boolean
}

const no = (name: string): ProtocolCode => ({ name, retriable: false })
const yes = (name: string): ProtocolCode => ({ name, retriable: true })

/**
 * protocolCodes are the error codes of the Kafka protocol that a client of ours can meet, by number, with the names
 * of Kafka's own documentation (org.apache.kafka.common.protocol.Errors). kafkajs knows none above 88.
 */
export const protocolCodes: ReadonlyMap<number, ProtocolCode> = new Map([
  [-1, no('UNKNOWN_SERVER_ERROR')],
  [1, no('OFFSET_OUT_OF_RANGE')],
  [2, yes('CORRUPT_MESSAGE')],
  [3, yes('UNKNOWN_TOPIC_OR_PARTITION')],
  [5, yes('LEADER_NOT_AVAILABLE')],
  [6, yes('NOT_LEADER_OR_FOLLOWER')],
  [7, yes('REQUEST_TIMED_OUT')],
  [8, yes('BROKER_NOT_AVAILABLE')],
  [9, yes('REPLICA_NOT_AVAILABLE')],
  [10, no('MESSAGE_TOO_LARGE')],
  [12, no('OFFSET_METADATA_TOO_LARGE')],
  [13, yes('NETWORK_EXCEPTION')],
  [14, yes('COORDINATOR_LOAD_IN_PROGRESS')],
  [15, yes('COORDINATOR_NOT_AVAILABLE')],
  [16, yes('NOT_COORDINATOR')],
  [17, no('INVALID_TOPIC_EXCEPTION')],
  [18, no('RECORD_LIST_TOO_LARGE')],
  [19, yes('NOT_ENOUGH_REPLICAS')],
  [20, yes('NOT_ENOUGH_REPLICAS_AFTER_APPEND')],
  [22, no('ILLEGAL_GENERATION')],
  [23, no('INCONSISTENT_GROUP_PROTOCOL')],
  [24, no('INVALID_GROUP_ID')],
  [25, no('UNKNOWN_MEMBER_ID')],
  [26, no('INVALID_SESSION_TIMEOUT')],
  [27, yes('REBALANCE_IN_PROGRESS')],
  [29, no('TOPIC_AUTHORIZATION_FAILED')],
  [30, no('GROUP_AUTHORIZATION_FAILED')],
  [31, no('CLUSTER_AUTHORIZATION_FAILED')],
  [32, no('INVALID_TIMESTAMP')],
  [33, no('UNSUPPORTED_SASL_MECHANISM')],
  [34, no('ILLEGAL_SASL_STATE')],
  [35, no('UNSUPPORTED_VERSION')],
  [36, no('TOPIC_ALREADY_EXISTS')],
  [37, no('INVALID_PARTITIONS')],
  [38, no('INVALID_REPLICATION_FACTOR')],
  [39, no('INVALID_REPLICA_ASSIGNMENT')],
  [40, no('INVALID_CONFIG')],
  [41, yes('NOT_CONTROLLER')],
  [42, no('INVALID_REQUEST')],
  [44, no('POLICY_VIOLATION')],
  [45, no('OUT_OF_ORDER_SEQUENCE_NUMBER')],
  [46, no('DUPLICATE_SEQUENCE_NUMBER')],
  [47, no('INVALID_PRODUCER_EPOCH')],
  [53, no('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')],
  [56, yes('KAFKA_STORAGE_ERROR')],
  [58, no('SASL_AUTHENTICATION_FAILED')],
  [59, no('UNKNOWN_PRODUCER_ID')],
  [68, no('NON_EMPTY_GROUP')],
  [69, no('GROUP_ID_NOT_FOUND')],
  [72, yes('LISTENER_NOT_FOUND')],
  [74, yes('FENCED_LEADER_EPOCH')],
  [75, yes('UNKNOWN_LEADER_EPOCH')],
  [76, no('UNSUPPORTED_COMPRESSION_TYPE')],
  [78, yes('OFFSET_NOT_AVAILABLE')],
  [79, no('MEMBER_ID_REQUIRED')],
  [81, no('GROUP_MAX_SIZE_REACHED')],
  [82, no('FENCED_INSTANCE_ID')],
  [87, no('INVALID_RECORD')],
  [89, yes('THROTTLING_QUOTA_EXCEEDED')],
  [90, no('PRODUCER_FENCED')],
])

/** protocolCodeName gives a code's name in Kafka's documentation, or `code 123` for one that is not in the table. */
export function protocolCodeName(code: number): string {
  return protocolCodes.get(code)?.name ?? `code ${code}`
}

/** isRetriableCode says whether the same request may succeed a moment later. Unknown codes are not retried. */
export function isRetriableCode(code: number): boolean {
  return protocolCodes.get(code)?.retriable ?? false
}
