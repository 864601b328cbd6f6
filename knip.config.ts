import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'bin/keystream.ts',
    // Started as a process of its own by the command line.
    'lib/server/host/main.ts',
    'sandbox/*.ts',
    'bench/*.ts',
    'e2e/**/*.e2e.ts',
    // Worker threads are named by URL, which no import graph shows.
    'lib/**/*-worker.ts',
    'lib/server/db/migrations/*.ts',
  ],
  project: ['{app,bench,bin,components,e2e,lib,sandbox}/**/*.{ts,tsx,css}', '*.{ts,js}'],
  ignoreExportsUsedInFile: true,
  // A tool of the system, which the sandbox checks for; a word of the shell.
  ignoreBinaries: ['java', 'openssl', 'wait'],
}

export default config
