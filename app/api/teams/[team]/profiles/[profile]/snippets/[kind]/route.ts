import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { getSnippet, revealSnippet } from '#lib/server/profiles/profile-snippet.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import {
  FilledSnippetSchema,
  FillSnippetSchema,
  SnippetKindSchema,
  SnippetQuerySchema,
  SnippetSchema,
} from '#lib/shared/snippet.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema, kind: SnippetKindSchema })

export const GET = teamRoute(
  {
    summary: 'A complete client program for a profile, without its secrets.',
    action: 'snippet.read',
    profileRight: 'use',
    params,
    query: SnippetQuerySchema,
    response: SnippetSchema,
  },
  ({ team, params: { profile, kind }, query }) =>
    getSnippet({ teamId: team.id, profileId: profile, kind, ...query }),
)

export const POST = teamRoute(
  {
    summary: 'The same with its secrets, to who may see them and has just proved who they are; audited.',
    action: 'secret.reveal',
    profileRight: 'reveal',
    recentProof: true,
    params,
    body: FillSnippetSchema,
    response: FilledSnippetSchema,
  },
  ({ team, member, params: { profile, kind }, body }) =>
    revealSnippet({ teamId: team.id, profileId: profile, kind, actor: member, request: body }),
)
