import 'server-only'
import type { ColumnType } from 'kysely'
import type {
  AccountTable,
  AuthChallengeTable,
  InvitationTable,
  PasskeyTable,
  PasswordResetTable,
  RecoveryCodeTable,
  SessionTable,
  SignOnRuleTable,
  TotpTable,
  UserTable,
} from './account-tables.ts'
import type { SavedFilterTable } from './filter-tables.ts'
import type { JobTables } from './job-tables.ts'
import type { SchemaRegistryTable, TopicDecoderTable, TopicSchemaTable } from './schema-tables.ts'

/*
 * Rows as they lie in both databases. Times of ours are ISO texts in UTC (they sort as text), JSON is text, flags are
 * 0 or 1. account-tables.ts holds those of people and of better-auth,
 * job-tables.ts those of jobs.
 */

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
  /** A disabled member keeps the place and the role, and may nothing. */
  disabledAt: string | null
  /** `invited` by a person, or come in by a `sign-on` rule, which then also moves and removes it. */
  source: ColumnType<string, string | undefined, string>
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
  /** The user's id; null where a profile is older than this column and its author is gone. */
  createdById: string | null
  updatedAt: string
  /** Set while the profile can still be restored; nothing but that, and its final destruction, may touch it then. */
  deletedAt: string | null
  deletedBy: string | null
}

/** A version's face; its sealed data is the row of secretVersion with the same numbers, while it has one. */
export interface ProfileVersionTable {
  profileId: string
  version: number
  teamId: string
  state: string
  facts: string
  hasClientCertificate: number
  verifyHostname: number
  /** HMAC of what was pasted, in hex; null for versions from before there were fingerprints. */
  fingerprint: string | null
  lastCheck: string | null
  createdAt: string
  createdBy: string
  changedAt: string
  changedBy: string
}

/** One right on one profile, allowed or denied to a member or, with `userId` null, to the team. */
export interface ProfileGrantTable {
  id: string
  teamId: string
  profileId: string
  userId: string | null
  right: string
  effect: string
  expiresAt: string | null
  createdAt: string
  createdBy: string
}

/** A team's own egress policy, inside the server's. */
export interface TeamEgressTable {
  teamId: string
  mode: string
  /** Rules as JSON. */
  rules: string
  updatedAt: string
  updatedBy: string
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

export interface ProfileCareTable {
  profileId: string
  teamId: string
  watch: number
  watchedAt: string | null
  watchedVersion: number | null
  outcome: string | null
  message: string | null
  outcomeAt: string | null
  reviewOn: string | null
}

/** A step of a rotation to `version` that is done. */
export interface RotationTickTable {
  profileId: string
  version: number
  step: string
  at: string
  by: string | null
}

export interface ProfileReminderTable {
  profileId: string
  kind: string
  subject: string
  days: number
  teamId: string
  label: string
  dueAt: string
  createdAt: string
  dismissedAt: string | null
  dismissedBy: string | null
  /** When a server took it on to tell the team's heads by e-mail; null until then. */
  mailedAt: string | null
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

/** A place in the chain that was told to others: whoever cuts the log's end later contradicts it. */
export interface AuditCheckpointTable {
  sequence: number
  at: string
  hash: string
  /** When every configured place had taken it; null until then. */
  publishedAt: string | null
}

export interface ApiTokenTable {
  id: string
  teamId: string
  userId: string
  name: string
  /** HMAC of the token, in hex; the token itself is kept nowhere. */
  hash: string
  role: string
  scopes: string
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  revokedAt: string | null
  revokedBy: string | null
}

export interface Database extends JobTables {
  user: UserTable
  account: AccountTable
  session: SessionTable
  team: TeamTable
  member: MemberTable
  invitation: InvitationTable
  passwordReset: PasswordResetTable
  signOnRule: SignOnRuleTable
  totp: TotpTable
  recoveryCode: RecoveryCodeTable
  passkey: PasskeyTable
  authChallenge: AuthChallengeTable
  setup: SetupTable
  signInFailure: SignInFailureTable
  masterKey: MasterKeyTable
  profile: ProfileTable
  profileVersion: ProfileVersionTable
  profileGrant: ProfileGrantTable
  teamEgress: TeamEgressTable
  secretVersion: SecretVersionTable
  profileCare: ProfileCareTable
  rotationTick: RotationTickTable
  profileReminder: ProfileReminderTable
  auditEvent: AuditEventTable
  auditCheckpoint: AuditCheckpointTable
  apiToken: ApiTokenTable
  savedFilter: SavedFilterTable
  topicSchema: TopicSchemaTable
  topicDecoder: TopicDecoderTable
  schemaRegistry: SchemaRegistryTable
}
