import { type AsvsRow, row } from './asvs-row.ts'

const seal = 'lib/server/vault/seal-secret.test.ts'
const keys = 'lib/server/vault/master-keys.test.ts'
const page = 'components/docs/security-page.tsx'

export const cryptography: readonly AsvsRow[] = [
  row(
    '11.1.1',
    'Keys are managed by a documented policy',
    'met',
    'What is kept where, and the operator’s duties: on this page.',
    page,
  ),
  row('11.1.2', 'There is an inventory of keys and algorithms', 'met', 'Under What is kept where.', page),
  row(
    '11.2.1',
    'Validated implementations',
    'met',
    'Node’s OpenSSL; hashes of certificates in the browser by @noble/hashes.',
    'lib/server/vault/cipher.ts',
  ),
  row(
    '11.2.2',
    'Algorithms and keys can be replaced',
    'partly',
    'Keys are rotated while the server runs; another algorithm needs a new version of Keystream (seals carry theirs).',
    'lib/server/host/keys.long.test.ts',
    'e2e/master-key.e2e.ts',
  ),
  row('11.2.3', 'At least 128 bits of security', 'met', 'AES-256, HMAC-SHA-256, 256-bit tokens.', seal, keys),
  row('11.3.1', 'No insecure modes', 'met', 'AES-GCM alone.', 'lib/server/vault/cipher.ts'),
  row('11.3.2', 'Approved ciphers', 'met', 'AES-256-GCM with a fresh key and nonce for each version.', seal),
  row(
    '11.3.3',
    'Encrypted data can’t be altered unseen',
    'met',
    'Every bit of every column, flipped, is detected; and a seal opens in its own place only.',
    seal,
    'e2e/tampering.e2e.ts',
  ),
  row(
    '11.4.1',
    'Approved hash functions',
    'met',
    'SHA-256 and SHA-512; time-based codes use HMAC-SHA-1 as their standard says.',
    'lib/server/audit/audit-chain.ts',
    'lib/server/auth/totp-code.test.ts',
  ),
  row(
    '11.4.2',
    'Passwords are hashed slowly',
    'met',
    'Argon2id, 19 MiB, 2 passes; scrypt hashes from before are replaced at the next sign-in.',
    'lib/server/auth/password.test.ts',
    'lib/server/auth/check-password.test.ts',
  ),
  row(
    '11.4.3',
    'Hashes for integrity are long enough',
    'met',
    '256 bits.',
    'lib/server/audit/verify-audit.test.ts',
  ),
  row(
    '11.4.4',
    'Keys from passphrases are stretched',
    'met',
    'Bundles: scrypt.',
    'lib/server/profiles/bundle.test.ts',
  ),
  row(
    '11.5.1',
    'What must not be guessed is random',
    'met',
    'node:crypto; set-up, invitation and API tokens have 256 bits. Identifiers are not secrets.',
    'lib/server/auth/tokens/token-text.ts',
    'lib/shared/ids.ts',
  ),
  row(
    '11.6.1',
    'Approved public-key algorithms',
    'met',
    'TLS as Node offers it; Keystream makes no key pairs.',
    'lib/kafka/security-options.ts',
  ),
]
