import 'server-only'
import type { ColumnType } from 'kysely'

/** A date as better-auth's tables, the first three here, keep it. */
type AuthDate = ColumnType<string | Date, string, string>

export interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: ColumnType<boolean | number, boolean | number, boolean | number>
  createdAt: AuthDate
  updatedAt: AuthDate
}

/** An account is a way to sign in; `credential` is e-mail and password, `oidc:<issuer>` a provider's subject. */
export interface AccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  createdAt: AuthDate
  updatedAt: AuthDate
}

export interface SessionTable {
  id: string
  token: string
  userId: string
  createdAt: AuthDate
  updatedAt: AuthDate
  expiresAt: AuthDate
  ipAddress: string | null
  userAgent: string | null
  /** Ours: when a request last used the session, for the idle limit. */
  lastSeenAt: string | null
  /** Ours: when its person last proved who they are, for what asks for a recent proof. */
  provenAt: string | null
  /** Ours: how it began, a SignInMethod. */
  method: string | null
}

export interface InvitationTable {
  id: string
  teamId: string
  email: string
  role: string
  tokenHash: string
  createdAt: string
  createdBy: string
  inviterId: string
  expiresAt: string
  acceptedAt: string | null
  revokedAt: string | null
}

/** A link that sets a password; a used one is deleted. */
export interface PasswordResetTable {
  tokenHash: string
  userId: string
  createdAt: string
  /** The address of who made it for somebody else, or `host`; null when it was asked for at the sign-in page. */
  createdBy: string | null
  expiresAt: string
}

/** Who comes by single sign-on with this group has this role in the team. */
export interface SignOnRuleTable {
  teamId: string
  group: string
  role: string
}

export interface TotpTable {
  userId: string
  nonce: Buffer
  /** The shared secret, sealed; see totp.ts. */
  secret: Buffer
  createdAt: string
  confirmedAt: string | null
  /** The newest time step whose code was taken: none is taken twice. */
  lastStep: number
}

export interface RecoveryCodeTable {
  userId: string
  codeHash: string
}

export interface PasskeyTable {
  id: string
  userId: string
  credentialId: string
  publicKey: Buffer
  counter: number
  /** A JSON list. */
  transports: string
  name: string
  createdAt: string
  lastUsedAt: string | null
}

/** What was asked of somebody who has not answered yet; the id is the hash of what they hold. */
export interface AuthChallengeTable {
  id: string
  kind: string
  userId: string | null
  data: string
  tries: number
  expiresAt: string
}
