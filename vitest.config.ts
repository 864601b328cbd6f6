import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const rooms = '{app,bench,bin,components,lib,sandbox}'
/** `server-only` throws outside a bundler that knows the react-server condition; its empty half is what tests need. */
const alias = {
  'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
}
/** A cluster of three beside another test wants more than two processors: deadlines of the broker itself would pass. */
const BROKER_WORKERS = 1

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
          exclude: ['**/*.broker.test.ts'],
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
