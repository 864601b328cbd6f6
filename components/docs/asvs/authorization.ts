import { type AsvsRow, row } from './asvs-row.ts'

const route = 'lib/server/http/team-route.test.ts'
const grants = 'lib/shared/grant.test.ts'
const walk = 'e2e/roles.e2e.ts'

export const authorization: readonly AsvsRow[] = [
  row(
    '8.1.1',
    'Rules for functions and data are documented',
    'met',
    'One table of roles, one of grants; the contract names each route’s action.',
    'lib/shared/team.ts',
    'lib/shared/grant.ts',
  ),
  row(
    '8.1.2',
    'Rules for fields are documented',
    'met',
    'A secret is no field of any answer but the reveal’s.',
    'lib/shared/profile.ts',
    'lib/server/profiles/reveal-field.test.ts',
  ),
  row(
    '8.2.1',
    'Functions need an explicit right',
    'met',
    'No route without its action; a test reads the list of files.',
    'app/api/openapi.json/routes.test.ts',
    walk,
  ),
  row(
    '8.2.2',
    'Data needs an explicit right',
    'met',
    'Every query is scoped by team; a foreign id is not found.',
    route,
    grants,
  ),
  row(
    '8.2.3',
    'Fields need an explicit right',
    'met',
    'Answers pass through their schema, which drops the rest.',
    'lib/server/http/run-route.ts',
    'lib/server/profiles/profiles.test.ts',
  ),
  row(
    '8.3.1',
    'Rules hold on the server',
    'met',
    'In the handlers; hidden buttons ask the same table.',
    route,
  ),
  row(
    '8.4.1',
    'Tenants can’t reach each other',
    'met',
    'Another team’s id answers 404.',
    walk,
    'lib/server/audit/list-audit-events.test.ts',
    'lib/server/auth/tokens/tokens.test.ts',
  ),
]
