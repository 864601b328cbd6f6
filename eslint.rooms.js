/**
 * The rooms of the house and who may import whom. Arrows point down only: the floor (shared, network, credentials,
 * records), two towers (kafka → server, client → components) and one roof (app). A package stands in a room's
 * list, or the room can't have it; `node` means the built-in modules.
 */

const react = ['react', 'react-dom']
const query = ['@tanstack/react-query']

/** Order matters: the first pattern that matches a file names its room. */
const rooms = {
  shared: { folder: 'lib/shared', packages: ['zod'] },
  network: { folder: 'lib/network', rooms: ['shared'], packages: ['node', 'ipaddr.js'] },
  credentials: {
    folder: 'lib/credentials',
    rooms: ['shared'],
    packages: ['yaml', 'zod', 'asn1js', '@noble/hashes'],
  },
  records: { folder: 'lib/records', rooms: ['shared'] },
  kafka: {
    folder: 'lib/kafka',
    rooms: ['credentials', 'records', 'shared', 'network'],
    packages: ['node', 'snappy', 'lz4-napi', '@node-rs/crc32', 'zod'],
  },

  'server/base': {
    folder: 'lib/server/base',
    rooms: ['shared'],
    packages: ['node', 'server-only', 'pino', 'prom-client', 'zod'],
  },
  'server/db': {
    folder: 'lib/server/db',
    rooms: ['server/base', 'shared'],
    packages: ['node', 'server-only', 'kysely', 'better-sqlite3', 'pg', 'zod'],
  },
  'server/vault': {
    folder: 'lib/server/vault',
    // It seals credentials and opens them, so it knows their type, which lies on the floor.
    rooms: ['server/db', 'server/base', 'credentials', 'shared'],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  'server/audit': {
    folder: 'lib/server/audit',
    rooms: ['server/vault', 'server/db', 'server/base', 'shared'],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  'server/teams': {
    folder: 'lib/server/teams',
    rooms: ['server/audit', 'server/vault', 'server/db', 'server/base', 'shared'],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  'server/auth': {
    folder: 'lib/server/auth',
    rooms: ['server/teams', 'server/audit', 'server/vault', 'server/db', 'server/base', 'shared'],
    packages: ['node', 'server-only', 'better-auth', '@better-auth/*', 'kysely', 'next', 'zod'],
  },
  'server/egress': {
    folder: 'lib/server/egress',
    rooms: [
      'server/auth',
      'server/teams',
      'server/audit',
      'server/vault',
      'server/db',
      'server/base',
      'network',
      'shared',
    ],
    packages: ['node', 'server-only', 'zod'],
  },
  'server/profiles': {
    folder: 'lib/server/profiles',
    rooms: [
      'server/vault',
      'server/egress',
      'server/audit',
      'server/db',
      'server/base',
      'kafka',
      'credentials',
      'shared',
    ],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  'server/jobs': {
    folder: 'lib/server/jobs',
    rooms: [
      'server/egress',
      'server/profiles',
      'server/audit',
      'server/db',
      'server/base',
      'credentials',
      'kafka',
      'records',
      'shared',
    ],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  'server/live': {
    folder: 'lib/server/live',
    rooms: [
      'server/egress',
      'server/profiles',
      'server/audit',
      'server/db',
      'server/base',
      'kafka',
      'records',
      'shared',
    ],
    packages: ['node', 'server-only', 'kysely', 'zod'],
  },
  // The translator of errors stands here, so kafka is open to it for its one error class.
  'server/http': {
    folder: 'lib/server/http',
    rooms: ['server/auth', 'server/teams', 'server/audit', 'server/base', 'shared'],
    packages: ['node', 'server-only', 'next', 'zod'],
  },
  /** The server's rooms, opened for a test; only tests may enter. */
  'server/testing': {
    folder: 'lib/server/testing',
    rooms: [
      'server/http',
      'server/profiles',
      'server/egress',
      'server/auth',
      'server/teams',
      'server/audit',
      'server/vault',
      'server/db',
      'server/base',
      'shared',
    ],
    packages: ['node', 'server-only', 'zod'],
  },

  client: {
    folder: 'lib/client',
    rooms: ['credentials', 'records', 'shared'],
    packages: [...react, ...query, 'zod'],
  },
  'components/ui': {
    folder: 'components/ui',
    packages: [...react, 'radix-ui', 'lucide-react', 'sonner', 'next-themes', 'next'],
  },
  'components/charts': {
    folder: 'components/charts',
    rooms: ['components/ui', 'shared'],
    packages: [...react, 'uplot', 'next-themes'],
  },
  components: {
    folder: 'components',
    rooms: ['components/ui', 'components/charts', 'client', 'credentials', 'records', 'shared'],
    packages: [
      ...react,
      ...query,
      '@tanstack/react-virtual',
      'radix-ui',
      'lucide-react',
      'sonner',
      'next-themes',
      'next',
      'get-nonce',
    ],
  },

  'app/api': {
    folder: 'app/api',
    rooms: [
      'server/http',
      'server/profiles',
      'server/jobs',
      'server/live',
      'server/teams',
      'server/auth',
      'server/audit',
      'server/egress',
      'shared',
    ],
    packages: ['next', 'server-only', 'zod'],
  },
  app: {
    folder: 'app',
    rooms: [
      'components/ui',
      'components/charts',
      'components',
      'client',
      'server/profiles',
      'server/jobs',
      'server/live',
      'server/teams',
      'server/auth',
      'shared',
    ],
    packages: [...react, ...query, 'next', 'server-only', 'get-nonce'],
  },

  bin: {
    folder: 'bin',
    rooms: ['credentials', 'kafka', 'records', 'shared'],
    packages: ['node', 'commander', 'zod'],
  },
  sandbox: {
    folder: 'sandbox',
    rooms: ['kafka', 'credentials', 'network', 'shared'],
    packages: ['node', 'zod'],
  },
  bench: {
    folder: 'bench',
    rooms: ['kafka', 'credentials', 'shared', 'sandbox'],
    // kafkajs is the reference that ours is measured against.
    packages: ['node', 'kafkajs', '@playwright/test'],
  },
  e2e: { folder: 'e2e', packages: ['node', '@playwright/test', '@axe-core/playwright'] },
}

/** The top folder's own files: proxy and instrumentation start the server, the rest configures tools. */
const rootRooms = [
  'server/base',
  'server/db',
  'server/vault',
  'server/auth',
  'server/egress',
  'server/jobs',
  'server/live',
  'server/http',
  'shared',
]

const testPackages = ['node', 'vitest', 'fast-check', 'yaml', '@testing-library/*', 'kafkajs']

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
