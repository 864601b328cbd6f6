import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { exportBundle } from '#lib/server/profiles/export-bundle.ts'
import { ExportBundleSchema, ExportedBundleSchema } from '#lib/shared/bundle.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary:
      'The current versions of those profiles whose secrets the caller may see, sealed under a passphrase. Every profile is audited.',
    action: 'bundle.export',
    recentProof: true,
    body: ExportBundleSchema,
    response: ExportedBundleSchema,
  },
  ({ member, body }) => exportBundle({ member, input: body }),
)
