import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { openBundle } from '#lib/server/vault/bundle.ts'
import type { ImportBundle } from '#lib/shared/bundle.ts'
import type { ImportItem, ImportResult } from '#lib/shared/import.ts'
import { Secret } from '#lib/shared/secret.ts'
import { type BundledProfile, decodeBundle } from './bundle-content.ts'
import { type Importer, importCredential, resultOf } from './import-item.ts'

/** Each costs 128 MiB for some tenths of a second; a mistyped passphrase is mended in two or three. */
const PER_USER = { name: 'bundle-import', max: 20, windowMs: 900_000 }

/**
 * importBundle opens a bundle that a Keystream exported, here or elsewhere, and makes a profile of each credential in
 * it that is not there already; the answer says of each what became of it. Throws `unprocessable` for another
 * passphrase, `rate_limited`, `unavailable`.
 */
export async function importBundle(options: {
  readonly by: Importer
  readonly input: ImportBundle
}): Promise<ImportResult> {
  const { by, input } = options
  takeToken(PER_USER, by.email)
  const profiles = await open(input)
  const items: ImportItem[] = []
  for (const { name, labels, credential } of profiles) {
    items.push(await importCredential({ by, from: { source: name, line: null }, credential, name, labels }))
  }
  const result = resultOf(items)
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'bundle.imported',
      teamId: by.teamId,
      actor: by.email,
      details: { profiles: items.length, created: result.created, madeAt: input.bundle.createdAt },
    }),
  )
  return result
}

async function open({ bundle, passphrase }: ImportBundle): Promise<BundledProfile[]> {
  const bytes = await openBundle(bundle, new Secret(passphrase))
  try {
    return decodeBundle(bytes)
  } finally {
    bytes.fill(0)
  }
}
