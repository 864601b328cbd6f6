import { type AuditAction, AuditActionSchema } from '#lib/shared/audit-event.ts'

/** Where kind and verb alone would not read as a person says it. */
const words: Partial<Record<AuditAction, string>> = {
  'setup.completed': 'Set-up completed',
  'session.signed-in': 'Signed in',
  'session.sign-in-failed': 'Sign-in failed',
  'session.signed-out': 'Signed out',
  'session.proven': 'Proved who it is',
  'session.proof-failed': 'Proof failed',
  'session.revoked': 'Sessions ended',
  'second-factor.added': 'Second factor turned on',
  'second-factor.removed': 'Second factor turned off',
  'recovery-codes.renewed': 'Recovery codes renewed',
  'password.reset-asked': 'New password asked for',
  'password.reset-link-made': 'Reset link made',
  'account.linked': 'Account linked to the single sign-on',
  'sign-on.changed': 'Rules of the single sign-on changed',
  'group.reset': 'Consumer group’s offsets moved',
  'group.deleted': 'Consumer group deleted',
  'authorisation.denied': 'Refused: no right',
  'egress.blocked': 'Connection blocked',
  'schedule.stopped': 'Schedule stopped by Keystream',
  'vault.integrity-failed': 'Stored credential altered',
}

/** auditWords says an action as a person would: "Profile created". */
export function auditWords(action: AuditAction): string {
  const known = words[action]
  if (known) return known
  const [kind = '', verb = ''] = action.split('.')
  return `${capital(kind)} ${verb.replaceAll('-', ' ')}`
}

/** auditChoices lists what events can be filtered by: a kind with all of its actions, then each one. */
export function auditChoices(): { value: string; label: string }[] {
  const kinds = [...new Set(AuditActionSchema.options.map(kindOf))].sort()
  return kinds.flatMap((kind) => {
    const actions = AuditActionSchema.options.filter((action) => kindOf(action) === kind)
    const each: { value: string; label: string }[] = actions.map((action) => ({
      value: action,
      label: auditWords(action),
    }))
    return each.length === 1 ? each : [{ value: kind, label: `${capital(kind)}: all` }, ...each]
  })
}

function kindOf(action: AuditAction): string {
  return action.split('.')[0] ?? action
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** What went wrong, or was refused, stands out. */
const alarming: ReadonlySet<AuditAction> = new Set([
  'session.sign-in-failed',
  'session.proof-failed',
  'authorisation.denied',
  'egress.blocked',
  'vault.integrity-failed',
])

export function isAlarming(action: AuditAction): boolean {
  return alarming.has(action)
}
