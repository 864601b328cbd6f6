import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { matchProfiles } from '#lib/server/profiles/match-profiles.ts'
import { previewPaste } from '#lib/server/profiles/read-paste.ts'
import { ParsedPasteSchema } from '#lib/shared/credential-match.ts'
import { can } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary:
      'What a text holds, every secret masked, and which profiles it updates or rotates; stores nothing.',
    action: 'credentials.parse',
    body: z.strictObject({ text: z.string() }),
    response: ParsedPasteSchema,
  },
  async ({ team, member, body: { text } }) => {
    const preview = previewPaste(text)
    const mayContinue = can(member.role, 'version.create')
    return { ...preview, matches: mayContinue ? await matchProfiles({ teamId: team.id, text, member }) : [] }
  },
)
