import 'server-only'
import { addPasskey, listPasskeys, NewPasskeySchema } from '#lib/server/auth/passkeys.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { PasskeyPageSchema, PasskeySchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute({ summary: 'The own passkeys.', response: PasskeyPageSchema }, ({ user }) =>
  listPasskeys(user.userId),
)

export const POST = userRoute(
  {
    summary: 'Stores the public half of a passkey that the browser made.',
    recentProof: true,
    body: NewPasskeySchema,
    response: PasskeySchema,
    status: 201,
  },
  ({ user, body }) => addPasskey(user, body),
)
