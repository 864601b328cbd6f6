import 'server-only'

/** Actor is who acts, as the audit log and the profile's face name them. */
export interface Actor {
  readonly name: string
  readonly email: string
  /** Absent where no person of this server acts, as in a test. */
  readonly userId?: string | undefined
}
