import { type AsvsRow, row } from './asvs-row.ts'

const setup = 'lib/server/auth/complete-setup.test.ts'
const members = 'lib/server/auth/members.test.ts'
const page = 'components/docs/security-page.tsx'

export const sessions: readonly AsvsRow[] = [
  row(
    '7.1.1',
    'Idle and absolute limits are documented',
    'met',
    '30 minutes and 12 hours: under Accounts.',
    page,
  ),
  row(
    '7.1.2',
    'Parallel sessions are documented',
    'met',
    'As many as one likes, listed on the account page: under Accounts.',
    page,
  ),
  row(
    '7.1.3',
    'Federated sessions are documented',
    'met',
    'A session here ends by its own limits, whatever the provider’s: under Accounts.',
    page,
  ),
  row(
    '7.2.1',
    'Sessions are checked on the server',
    'met',
    'Each request reads the session’s row.',
    'lib/server/auth/find-session.ts',
  ),
  row('7.2.2', 'Session tokens are dynamic', 'met', 'Reference tokens, one for each sign-in.', setup),
  row(
    '7.2.3',
    'At least 128 random bits',
    'met',
    'A random token, signed under a key that is not in the database.',
    'lib/server/auth/auth.ts',
    setup,
  ),
  row(
    '7.2.4',
    'A new token after authentication',
    'partly',
    'At sign-in, yes; a renewed proof within a session keeps its token.',
    'lib/server/auth/reauthenticate.test.ts',
  ),
  row('7.3.1', 'Idle limit', 'met', '30 minutes.', setup),
  row('7.3.2', 'Absolute limit', 'met', '12 hours, never extended.', 'lib/server/auth/auth.ts'),
  row(
    '7.4.1',
    'A terminated session is dead',
    'met',
    'Its row is gone; streams end within 5 seconds.',
    setup,
    'e2e/ended-rights.e2e.ts',
  ),
  row('7.4.2', 'Disabling ends all sessions', 'met', 'At once.', members, 'e2e/ended-rights.e2e.ts'),
  row(
    '7.4.3',
    'Other sessions end after a change of factor',
    'met',
    'A changed password ends every other session.',
    members,
  ),
  row(
    '7.4.4',
    'Sign-out is easy to find',
    'met',
    'In the account menu of every page, and in the palette.',
    'components/shell/user-menu.tsx',
    'e2e/story.e2e.ts',
  ),
  row('7.4.5', 'Administrators can end sessions', 'met', 'By disabling, or by taking a role.', members),
  row(
    '7.5.1',
    'Changes of factors ask for a new proof',
    'met',
    'Within 5 minutes, for this session.',
    'lib/server/auth/recent-proof.ts',
    'lib/server/auth/second-factor.test.ts',
  ),
  row('7.5.2', 'People see and end their sessions', 'met', 'On the account page.', members),
  row(
    '7.6.1',
    'Sessions and provider behave as documented',
    'met',
    'The limits above hold for every way in.',
    'lib/server/auth/find-session.ts',
  ),
  row(
    '7.6.2',
    'No session without an action',
    'met',
    'Each begins with a form or a click.',
    'components/team/sign-in-form.tsx',
  ),
]
