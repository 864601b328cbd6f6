import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { importBundle } from '#lib/server/profiles/import-bundle.ts'
import { ImportBundleSchema, MAX_BUNDLE_BYTES } from '#lib/shared/bundle.ts'
import { ImportResultSchema } from '#lib/shared/import.ts'

export const dynamic = 'force-dynamic'

/** The passphrase and the head of the file come on top. */
const HEAD_BYTES = 8 * 1024

export const POST = teamRoute(
  {
    summary: 'Makes profiles of what a sealed bundle holds, and says of each what became of it.',
    action: 'profile.import',
    body: ImportBundleSchema,
    bodyLimit: MAX_BUNDLE_BYTES + HEAD_BYTES,
    response: ImportResultSchema,
  },
  ({ member, body }) => importBundle({ by: member, input: body }),
)
