import 'server-only'
import type { ColumnType } from 'kysely'

/**
 * Rows as they lie in both databases. Times of ours are ISO texts in UTC (they sort as text), JSON is text, flags are
 * 0 or 1. The first tables are better-auth's, by its own names; their dates are written by better-auth alone.
 */
type AuthDate = ColumnType<string | Date, never, never>

export interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: ColumnType<boolean | number, boolean | number, never>
  createdAt: ColumnType<string | Date, string, never>
  updatedAt: ColumnType<string | Date, string, never>
}

/** An account is a way to sign in; `credential` is e-mail and password. */
export interface AccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  createdAt: ColumnType<string | Date, string, never>
  updatedAt: ColumnType<string | Date, string, never>
}

export interface SessionTable {
  id: string
  token: string
  userId: string
  createdAt: AuthDate
  expiresAt: AuthDate
  /** Ours: when a request last used the session, for the idle limit. */
  lastSeenAt: string | null
}

export interface TeamTable {
  id: string
  name: string
  createdAt: string
}

export interface MemberTable {
  teamId: string
  userId: string
  role: string
  createdAt: string
}

/** One row, always with id 1, so that two first owners can't both be made. */
export interface SetupTable {
  id: number
  tokenHash: string
  expiresAt: string
  completedAt: string | null
}

export interface SignInFailureTable {
  id: string
  account: string
  address: string
  at: string
}

export interface MasterKeyTable {
  keyId: string
  nonce: Buffer
  /** The root key, wrapped by this master key; that it opens is the key check. */
  wrappedRoot: Buffer
  createdAt: string
}

export interface ProfileTable {
  id: string
  teamId: string
  name: string
  labels: string
  product: string
  version: number
  /** CredentialFacts as JSON, for lists and search. What is connected to comes from the sealed copy. */
  facts: string
  hasClientCertificate: number
  verifyHostname: number
  lastCheck: string | null
  lastUsedAt: string | null
  lastUsedBy: string | null
  createdAt: string
  createdBy: string
  updatedAt: string
}

export interface SecretVersionTable {
  id: string
  teamId: string
  profileId: string
  version: number
  keyId: string
  wrapNonce: Buffer
  wrappedKey: Buffer
  nonce: Buffer
  ciphertext: Buffer
  createdAt: string
  createdBy: string
}

export interface AuditEventTable {
  sequence: number
  at: string
  teamId: string | null
  actor: string | null
  action: string
  subject: string | null
  details: string
  /** HMAC over the former row's hash and this row, in hex. */
  hash: string
}

export interface JobTable {
  id: string
  teamId: string
  profileId: string
  profileName: string
  profileVersion: number
  kind: string
  name: string
  spec: string
  state: string
  progress: string | null
  result: string | null
  error: string | null
  createdAt: string
  createdBy: string
  startedAt: string | null
  endedAt: string | null
}

export interface JobEventTable {
  jobId: string
  sequence: number
  at: string
  body: string
}

export interface Database {
  user: UserTable
  account: AccountTable
  session: SessionTable
  team: TeamTable
  member: MemberTable
  setup: SetupTable
  signInFailure: SignInFailureTable
  masterKey: MasterKeyTable
  profile: ProfileTable
  secretVersion: SecretVersionTable
  auditEvent: AuditEventTable
  job: JobTable
  jobEvent: JobEventTable
}
