import 'server-only'
import { findOffer, OfferQuerySchema } from '#lib/server/auth/accept-invitation.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { OfferSchema } from '#lib/shared/member.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'What an invitation offers, for who holds its link; changes nothing.',
    body: OfferQuerySchema,
    response: OfferSchema,
  },
  ({ body, request }) => findOffer(body.token, request),
)
