import { type AsvsRow, row } from './asvs-row.ts'

const egress = 'lib/server/egress/egress-policy.test.ts'
const env = 'lib/server/base/env.test.ts'

export const configuration: readonly AsvsRow[] = [
  row(
    '13.1.1',
    'Communication needs are documented',
    'met',
    'Under Where Keystream connects to.',
    'components/docs/security-page.tsx',
  ),
  row(
    '13.2.1',
    'Backends authenticate each other with short-lived means',
    'partly',
    'Brokers want the passwords that their charm gives out; API tokens live for 90 days at most.',
    'lib/server/auth/tokens/tokens.test.ts',
  ),
  row(
    '13.2.2',
    'Backends use least privilege',
    'partly',
    'One credential for each profile, as narrow as its relation; the database account is the operator’s choice.',
    'lib/kafka/security-options.ts',
  ),
  row(
    '13.2.3',
    'No default credentials',
    'met',
    'A sample master key is refused at the start.',
    'lib/server/vault/master-keys.test.ts',
    'e2e/start.e2e.ts',
  ),
  row(
    '13.2.4',
    'An allow-list of what is connected to',
    'met',
    'The egress policy: on the resolved address, at the time of connecting.',
    egress,
    'e2e/egress.e2e.ts',
  ),
  row(
    '13.2.5',
    'The server’s own requests are limited',
    'met',
    'The same policy; there are no other requests but those that the operator configures.',
    'e2e/egress.e2e.ts',
    'lib/network/guarded-lookup.test.ts',
  ),
  row(
    '13.3.1',
    'Secrets are kept in a vault',
    'met',
    'Sealed in the database; the master key outside of it, in a file for one user alone. Hardware modules are not supported.',
    'lib/server/vault/master-keys.test.ts',
    'lib/server/profiles/profiles.test.ts',
  ),
  row(
    '13.3.2',
    'Access to secrets is as small as can be',
    'met',
    'The linter names the few files that may open one.',
    'eslint.config.js',
  ),
  row(
    '13.4.1',
    'No source control metadata is served',
    'met',
    'The built server holds none.',
    'next.config.js',
  ),
  row(
    '13.4.2',
    'No debug modes in production',
    'met',
    'No source maps; errors are a code and a sentence.',
    'next.config.js',
    'lib/server/http/translate-error.test.ts',
  ),
  row('13.4.3', 'No directory listings', 'met', 'Next serves named files only.', 'next.config.js'),
  row(
    '13.4.4',
    'No TRACE',
    'met',
    'Routes export the methods that they answer.',
    'app/api/openapi.json/routes.test.ts',
  ),
  row(
    '13.4.5',
    'Documentation and monitoring are exposed on purpose',
    'met',
    'The contract and this page are open; metrics take a token when one is set.',
    'lib/server/http/respond-metrics.ts',
    env,
  ),
]
