import next from '@next/eslint-plugin-next'
import query from '@tanstack/eslint-plugin-query'
import { defineConfig, globalIgnores } from 'eslint/config'
import boundaries from 'eslint-plugin-boundaries'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { roomRules, roomSettings } from './eslint.room-rules.js'
import { serverOnlyFirst } from './eslint.server-only.js'

/** The files in which a secret's text may be reached. A new one is added here, in the open, or not at all. */
const secretOpeners = [
  'lib/shared/secret.ts',
  'lib/shared/secret.test.ts',
  'lib/kafka/connection.ts',
  'lib/kafka/target-message.ts',
  'lib/registry/registry-target.ts',
  'lib/webhook/sign-webhook.ts',
  'lib/mongo/connect-mongo.ts',
  'lib/mongo/mongo-message.ts',
  'lib/kafka/job-resources.ts',
  // Dials with a client certificate's key, to look at a port without logging in.
  'lib/kafka/target-socket.ts',
  'lib/server/vault/**',
  'lib/server/db/database.ts',
  // The webhook's address may hold a token.
  'lib/server/audit/send-checkpoint.ts',
  // The passwords of the mail server and of the sign-on's client.
  'lib/server/mail/send-mail.ts',
  'lib/server/auth/oidc-provider.ts',
  // A program with its password, for the person who holds the paste and asked for it.
  'bin/commands/snippet-command.ts',
  'lib/credentials/**/*.test.ts',
  'lib/server/decoding/decoding.test.ts',
]

/** A file longer than this holds more than one noun: split it. */
const MAX_LINES = 250

export default defineConfig(
  globalIgnores([
    '.next/',
    '.cache/',
    '.demo/',
    'node_modules/',
    'test-results/',
    'next-env.d.ts',
    'bench/out/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: MAX_LINES }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number or a boolean in a sentence reads as a person expects; the rest of the rule stays.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ from: 'lib', name: ['URL', 'URLSearchParams'] }] },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // It takes the type argument of `Promise.withResolvers<void>()` for a misuse.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // `while (true)` with an exit inside is how a stream is read.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `onClick={() => save()}` and `case 'x': return stop()` say what they do, where nobody takes a value.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A handler of the page may be async; what is awaited by nobody is still an error elsewhere.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      ...roomSettings,
      'import/resolver': { typescript: { project: './tsconfig.json', alwaysTryTypes: true } },
    },
    rules: roomRules,
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: secretOpeners,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)secret(\\.ts)?$',
              importNames: ['openSecret'],
              message: 'A secret is opened in the few files that eslint.config.js names.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['lib/server/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    plugins: { keystream: { rules: { 'server-only-first': serverOnlyFirst } } },
    rules: { 'keystream/server-only-first': 'error' },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'lib/client/**/*.{ts,tsx}'],
    extends: [
      hooks.configs.flat['recommended-latest'],
      query.configs['flat/recommended-strict'],
      next.configs['core-web-vitals'],
    ],
    rules: {
      // Biome's useExhaustiveDependencies holds it, and knows of more hooks.
      'react-hooks/exhaustive-deps': 'off',
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'],
    rules: {
      // expect(object.method) and destructured fakes are what tests do.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
