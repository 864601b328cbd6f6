/** The bits of `authorized_operations` (KIP-430): position = AclOperation code. */
const operations = {
  1: 'ANY',
  2: 'ALL',
  3: 'READ',
  4: 'WRITE',
  5: 'CREATE',
  6: 'DELETE',
  7: 'ALTER',
  8: 'DESCRIBE',
  9: 'CLUSTER_ACTION',
  10: 'DESCRIBE_CONFIGS',
  11: 'ALTER_CONFIGS',
  12: 'IDEMPOTENT_WRITE',
  13: 'CREATE_TOKENS',
  14: 'DESCRIBE_TOKENS',
  15: 'TWO_PHASE_COMMIT',
} as const

export type Operation = (typeof operations)[keyof typeof operations]

/** The broker's way to say: not asked for, or not known to you. */
const NOT_TOLD = -2_147_483_648

/** operationsOf reads the bit field of authorized operations; null when the broker did not tell. */
export function operationsOf(bits: number): Operation[] | null {
  if (bits === NOT_TOLD) return null
  return Object.entries(operations)
    .filter(([code]) => (bits & (1 << Number(code))) !== 0)
    .map(([, name]) => name)
}
