import type { TokenScope } from '#lib/shared/api-token.ts'

/** What each scope lets a token do, for who chooses. */
export const scopeWords: Readonly<Record<TokenScope, { label: string; hint: string }>> = {
  'profiles.write': { label: 'Store profiles', hint: 'push pastes, add and promote versions; needs editor' },
  'profiles.read': { label: 'Read profiles', hint: 'their public face, without secrets' },
  check: { label: 'Check profiles', hint: 'connect and climb the steps' },
  'records.read': { label: 'Read records', hint: 'topics and what is in them' },
  'records.write': { label: 'Produce records', hint: 'one or a few at a time' },
  groups: { label: 'Consumer groups', hint: 'look at them, move their offsets; deleting needs editor' },
  jobs: { label: 'Jobs', hint: 'start, follow, cancel; templates and schedules' },
  'audit.read': { label: 'Read the audit log', hint: 'needs admin' },
}
