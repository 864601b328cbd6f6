import { z } from 'zod'

/**
 * errorStatus is the one table from error code to HTTP status. A code is stable: scripts and tests match on it.
 * `broker_…` codes say what a Kafka server, or the way to it, did; the rest is ours.
 */
export const errorStatus = {
  bad_request: 400,
  unknown_field: 400,
  paste_unusable: 400,
  paste_choice_needed: 400,
  unauthenticated: 401,
  forbidden: 403,
  reauthentication_required: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unprocessable: 422,
  group_not_allowed: 422,
  topic_needed: 422,
  not_permitted_by_acl: 422,
  rate_limited: 429,
  internal: 500,
  broker_dns: 502,
  broker_refused: 502,
  broker_unreachable: 502,
  broker_timeout: 504,
  broker_not_kafka: 502,
  broker_wrong_protocol: 502,
  broker_tls_unknown_ca: 502,
  broker_tls_name_mismatch: 502,
  broker_tls_expired: 502,
  broker_tls_client_certificate_required: 502,
  broker_tls_client_certificate_rejected: 502,
  broker_tls_key_unusable: 502,
  broker_tls_failed: 502,
  broker_auth_failed: 502,
  broker_auth_interrupted: 502,
  broker_login_unsafe: 502,
  broker_mechanism_unsupported: 502,
  broker_advertised_unreachable: 502,
  broker_connection_lost: 502,
  broker_topic_denied: 502,
  broker_topic_unknown: 502,
  broker_group_denied: 502,
  broker_no_leader: 502,
  broker_not_ready: 503,
  broker_record_too_large: 502,
  broker_record_rejected: 502,
  broker_error: 502,
  round_trip_failed: 502,
  blocked_by_policy: 403,
  egress_invalid: 400,
  vault_integrity: 500,
  unavailable: 503,
  deadline: 504,
  cancelled: 499,
  interrupted: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

export const ErrorCodeSchema = z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]])

/** ApiErrorSchema is the body of every answer that is not 2xx, and of every `failed` event in a stream. */
export const ApiErrorSchema = z.object({
  code: ErrorCodeSchema,
  message: z.string(),
  advice: z.string().optional(),
  command: z.string().optional(),
  line: z.number().int().optional(),
  /** From 1, in that line. */
  column: z.number().int().optional(),
  field: z.string().optional(),
  correlationId: z.string().optional(),
})
export type ApiError = z.infer<typeof ApiErrorSchema>
