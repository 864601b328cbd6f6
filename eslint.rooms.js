import { serverRooms } from './eslint.server-rooms.js'

/**
 * The rooms of the house and who may import whom. Arrows point down only: the floor (shared, network, credentials,
 * records), two towers (kafka → server, client → components) and one roof (app). A package stands in a room's
 * list, or the room can't have it; `node` means the built-in modules.
 */

const react = ['react', 'react-dom']
const query = ['@tanstack/react-query']

/** Order matters: the first pattern that matches a file names its room. */
export const rooms = {
  shared: { folder: 'lib/shared', packages: ['zod'] },
  network: { folder: 'lib/network', rooms: ['shared'], packages: ['node', 'ipaddr.js'] },
  credentials: {
    folder: 'lib/credentials',
    rooms: ['shared'],
    packages: ['yaml', 'zod', 'asn1js', '@noble/hashes'],
  },
  records: {
    folder: 'lib/records',
    rooms: ['shared'],
    // The last four are the encoders and readers of others, which tests hold ours against.
    packages: [
      '@faker-js/faker',
      '@marcbachmann/cel-js',
      're2js',
      'protobufjs',
      '@msgpack/msgpack',
      'cborg',
      'avsc',
      'csv-parse',
    ],
  },
  /** A schema registry over HTTP: who it is, what it says of an id. */
  registry: { folder: 'lib/registry', rooms: ['records', 'network', 'shared'], packages: ['node', 'zod'] },
  /** Signed calls to somebody's receiver, repeated until it takes them. */
  webhook: { folder: 'lib/webhook', rooms: ['network', 'shared'], packages: ['node'] },
  /** A MongoDB as the charms' test application uses one. */
  mongo: {
    folder: 'lib/mongo',
    rooms: ['credentials', 'network', 'shared'],
    packages: ['node', 'mongodb', 'zod'],
  },
  kafka: {
    folder: 'lib/kafka',
    rooms: ['credentials', 'records', 'registry', 'webhook', 'mongo', 'shared', 'network'],
    packages: ['node', 'snappy', 'lz4-napi', '@node-rs/crc32', 'zod'],
  },
  ...serverRooms,

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
      'uqr',
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
      'server/groups',
      'server/decoding',
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
      'server/audit',
      'shared',
    ],
    packages: [...react, ...query, 'next', 'server-only', 'get-nonce'],
  },

  bin: {
    folder: 'bin',
    rooms: ['credentials', 'kafka', 'mongo', 'webhook', 'records', 'registry', 'shared'],
    packages: ['node', 'commander', 'zod'],
  },
  sandbox: {
    folder: 'sandbox',
    rooms: ['kafka', 'credentials', 'network', 'shared'],
    packages: ['node', 'zod', 'mongodb'],
  },
  bench: {
    folder: 'bench',
    rooms: [
      'server/testing',
      'server/profiles',
      'server/auth',
      'server/vault',
      'kafka',
      'credentials',
      'shared',
      'sandbox',
    ],
    // kafkajs is the reference that ours is measured against.
    packages: ['node', 'kafkajs', '@playwright/test', 'zod'],
  },
  e2e: {
    folder: 'e2e',
    // A real provider and a real mail server for the server under test to talk to; kafkajs writes what ours would not.
    packages: ['node', '@playwright/test', '@axe-core/playwright', 'oidc-provider', 'smtp-server', 'kafkajs'],
  },
}
