import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { importPastes } from '#lib/server/profiles/import-pastes.ts'
import { ImportFilesSchema, ImportResultSchema, MAX_IMPORT_BYTES } from '#lib/shared/import.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Makes a profile of every credential in many pastes, and says of each what became of it.',
    action: 'profile.import',
    body: ImportFilesSchema,
    bodyLimit: MAX_IMPORT_BYTES,
    response: ImportResultSchema,
  },
  ({ member, body }) => importPastes({ by: member, input: body }),
)
