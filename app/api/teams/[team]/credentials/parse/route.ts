import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { previewPaste } from '#lib/server/profiles/read-paste.ts'
import { ParseAnswerSchema } from '#lib/shared/credential.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'What a text holds, every secret masked; stores nothing.',
    action: 'credentials.parse',
    body: z.strictObject({ text: z.string() }),
    response: ParseAnswerSchema,
  },
  ({ body }) => previewPaste(body.text),
)
