/**
 * EgressBlockedError: the policy forbids an address. Its message names host and port as they were asked for, and a
 * coarse reason, but never what a name resolved to: a check must not become a resolver for inner names.
 */
export class EgressBlockedError extends Error {
  override readonly name = 'EgressBlockedError'
  readonly code = 'EGRESS_BLOCKED'
  readonly host: string
  readonly port: number
  readonly reason: string

  constructor(host: string, port: number, reason: string) {
    super(`${host}:${port} is not allowed by the egress policy: ${reason}.`)
    this.host = host
    this.port = port
    this.reason = reason
  }
}
