import type { EgressPolicy } from '#lib/shared/egress-policy.ts'

const HTTPS = [{ first: 443, last: 443 }]
const ANYWHERE = [
  { cidr: '0.0.0.0/0', ports: HTTPS },
  { cidr: '::/0', ports: HTTPS },
]

/**
 * httpsEgress is a policy that also lets through to port 443, where webhooks are: an open server's known ports are those
 * of databases. Which addresses may be reached stays; a list, the server's or the team's, stays the whole truth.
 */
export function httpsEgress(policy: EgressPolicy): EgressPolicy {
  if (policy.mode === 'open') return { mode: 'team', server: policy, only: false, rules: ANYWHERE }
  if (policy.mode !== 'team' || policy.only) return policy
  return { ...policy, rules: [...policy.rules, ...ANYWHERE] }
}
