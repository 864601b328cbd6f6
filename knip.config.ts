import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'bin/keystream.ts',
    'sandbox/*.ts',
    'bench/*.ts',
    'e2e/**/*.e2e.ts',
    // Worker threads are named by URL, which no import graph shows.
    'lib/**/*-worker.ts',
    'components/**/*-worker.ts',
    'lib/server/db/migrations/*.ts',
  ],
  project: ['{app,bench,bin,components,e2e,lib,sandbox}/**/*.{ts,tsx,css}', '*.{ts,js}'],
  // The vocabulary is a contract: schemas of it are kept whole even while one of them waits for its first reader.
  ignore: ['lib/shared/**'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: ['tailwindcss'],
}

export default config
