/** How the table of eslint.rooms.js is told to eslint-plugin-boundaries. */
import { rooms } from './eslint.rooms.js'

/** The top folder's own files: proxy and instrumentation start the server, the rest configures tools. */
const rootRooms = [
  'server/base',
  'server/db',
  'server/vault',
  'server/audit',
  'server/teams',
  'server/auth',
  'server/egress',
  'server/profiles',
  'server/jobs',
  'server/live',
  'server/http',
  'shared',
]

const testPackages = [
  'node',
  'vitest',
  'fast-check',
  'yaml',
  '@testing-library/*',
  'kafkajs',
  'oidc-provider',
  'smtp-server',
]

const kafkajsFiles = [
  'lib/kafka/connection.ts',
  'lib/kafka/socket.ts',
  'lib/kafka/connection-*.ts',
  'lib/kafka/kafkajs-*.ts',
]

const inRoom = (name) => ({ element: { type: name } })
const core = { module: { origin: 'core' } }
const external = (source) => ({ module: { origin: 'external', source } })
const packagesOf = (names) => names.flatMap((name) => (name === 'node' ? [core] : [external(name)]))

function policyOf([name, { rooms: below = [], packages = [] }]) {
  return {
    from: inRoom(name),
    allow: { to: [inRoom(name), ...below.map(inRoom), ...packagesOf(packages)] },
  }
}

export const roomSettings = {
  'boundaries/elements': Object.entries(rooms).map(([type, { folder }]) => ({
    type,
    pattern: folder,
    partialMatch: false,
  })),
  'boundaries/files': [
    { category: 'test', pattern: '**/*.{test,broker.test,property.test}.{ts,tsx}' },
    { category: 'test', pattern: '**/{fixtures,testing}/**' },
    { category: 'kafkajs', pattern: kafkajsFiles },
    { category: 'kafka-error', pattern: 'lib/kafka/kafka-error.ts' },
    { category: 'root', pattern: '*.{ts,js}' },
  ],
  'boundaries/dependency-nodes': ['require', 'import', 'dynamic-import', 'export'],
  'boundaries/legacy-templates': false,
}

export const roomRules = {
  'boundaries/no-unknown-files': 'error',
  'boundaries/dependencies': [
    'error',
    {
      default: 'disallow',
      // Without these, bans on packages are silently ignored, and so are files of no room.
      checkAllOrigins: true,
      checkUnknownLocals: true,
      message:
        'The house does not allow this import here: arrows point down only (eslint.rooms.js holds the table).',
      policies: [
        ...Object.entries(rooms).map(policyOf),
        // Worker threads and tests aside, kafkajs is named where its internals are tamed, and nowhere else.
        { from: { file: { categories: 'kafkajs' } }, allow: { to: external('kafkajs') } },
        {
          from: inRoom('server/http'),
          allow: { to: { file: { categories: 'kafka-error' } } },
        },
        { from: { file: { categories: 'test' } }, allow: { to: inRoom('server/testing') } },
        {
          from: { file: { categories: 'root' } },
          allow: {
            to: [
              ...rootRooms.map(inRoom),
              { file: { categories: 'root' } },
              core,
              { module: { origin: 'external' } },
            ],
          },
        },
        {
          from: { file: { categories: 'test' } },
          allow: { to: [inRoom('sandbox'), inRoom('server/testing'), ...packagesOf(testPackages)] },
        },
        { from: { file: { categories: '!test' } }, disallow: { to: { file: { categories: 'test' } } } },
      ],
    },
  ],
}
