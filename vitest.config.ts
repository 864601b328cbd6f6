import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const rooms = '{app,bench,bin,components,lib,sandbox}'
/** `server-only` throws outside a bundler that knows the react-server condition; its empty half is what tests need. */
const alias = {
  'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
}
/** Vitest would leave a processor to itself, and use one of two. */
const EVERY_PROCESSOR = '100%'
/** A cluster of three beside another test wants more than two processors: deadlines of the broker itself would pass. */
const BROKER_WORKERS = 1
/** A property is tried hundreds of times, which takes a second, or many on a machine that does much else. */
const PATIENCE_MS = 30_000
/** The tests that open a server's rooms hold on both databases; some, by their names, on PostgreSQL alone. */
const onDatabases = globSync(`{app,lib}/**/*.test.ts`, {
  exclude: ['**/*.{broker,long}.test.ts'],
}).filter((file) => readFileSync(file, 'utf8').includes('/open-test-server.ts'))

export default defineConfig({
  resolve: { alias },
  test: {
    passWithNoTests: true,
    teardownTimeout: 30_000,
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: [`${rooms}/**/*.test.ts`],
          exclude: ['**/*.{broker,long,postgres}.test.ts', ...onDatabases],
          testTimeout: PATIENCE_MS,
          maxWorkers: EVERY_PROCESSOR,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: [`${rooms}/**/*.test.tsx`],
          setupFiles: ['./vitest.dom.ts'],
          testTimeout: PATIENCE_MS,
          maxWorkers: EVERY_PROCESSOR,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sqlite',
          environment: 'node',
          include: onDatabases.filter((file) => !file.endsWith('.postgres.test.ts')),
          testTimeout: PATIENCE_MS,
          maxWorkers: EVERY_PROCESSOR,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          environment: 'node',
          include: onDatabases,
          globalSetup: ['./lib/server/testing/provide-postgres.ts'],
          // A test may open a dozen servers, each in a database of its own.
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          maxWorkers: EVERY_PROCESSOR,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          environment: 'node',
          // What starts processes, or works for seconds and more, without a broker: not for the quick gate.
          include: [`${rooms}/**/*.long.test.ts`],
          maxWorkers: EVERY_PROCESSOR,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: [`${rooms}/**/*.broker.test.ts`],
          // The first start writes the class archive and may fetch the jars; a broker killed on purpose takes seconds.
          testTimeout: 60_000,
          hookTimeout: 180_000,
          maxWorkers: BROKER_WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
