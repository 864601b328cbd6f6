import { type AsvsRow, row } from './asvs-row.ts'

const page = 'components/docs/security-page.tsx'

export const data: readonly AsvsRow[] = [
  row('14.1.1', 'Sensitive data is classified', 'met', 'Under What is kept where.', page),
  row('14.1.2', 'Each class has its protection', 'met', 'In the same table.', page),
  row(
    '14.2.1',
    'No secrets in addresses',
    'met',
    'Tokens travel in bodies, headers, or behind #, which no browser sends.',
    'lib/server/auth/setup-token.ts',
    'e2e/story.e2e.ts',
  ),
  row(
    '14.2.2',
    'Nothing sensitive in server caches',
    'met',
    'no-store on every signed-in answer.',
    'proxy.ts',
    'lib/server/http/respond.ts',
  ),
  row(
    '14.2.3',
    'Nothing to third parties',
    'met',
    'The content security policy allows no other site; there is no telemetry.',
    'proxy.ts',
  ),
  row(
    '14.2.4',
    'The controls are as documented',
    'met',
    'A canary secret is searched in files, answers and logs.',
    'e2e/canary.e2e.ts',
    'lib/server/profiles/profiles.test.ts',
  ),
  row(
    '14.3.1',
    'Data leaves the browser with the session',
    'partly',
    'Signing out loads a new page, which drops what was held; a session that ends elsewhere leaves what is on screen until the next click. No Clear-Site-Data.',
    'components/shell/user-menu.tsx',
  ),
  row(
    '14.3.2',
    'Browsers do not cache',
    'met',
    'Cache-Control: no-store.',
    'proxy.ts',
    'lib/server/http/respond.ts',
  ),
  row(
    '14.3.3',
    'Nothing sensitive in browser storage',
    'met',
    'Theme, and whether single keys act; the session’s cookie can’t be read by scripts.',
    'components/shell/single-keys.ts',
    'lib/server/auth/complete-setup.test.ts',
  ),
]
