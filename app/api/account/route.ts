import 'server-only'
import { z } from 'zod'
import { changeName, getAccount } from '#lib/server/auth/account.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { AccountSchema, PersonNameSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  { summary: 'The own account and the ways to sign in to it.', response: AccountSchema },
  ({ user }) => getAccount(user),
)

export const PATCH = userRoute(
  {
    summary: 'Changes the own name.',
    body: z.strictObject({ name: PersonNameSchema }),
    response: AccountSchema,
  },
  async ({ user, body }) => getAccount(await changeName(user, body.name)),
)
