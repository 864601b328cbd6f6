import 'server-only'
import { z } from 'zod'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'

const PlaceSchema = z.object({ profile: z.string().optional() })

/** auditingBlocked runs a handler and, when the egress policy was what stopped it, says so in the audit log. Throws what it throws. */
export async function auditingBlocked<T>(
  place: { readonly teamId: string; readonly actor: string; readonly params: unknown },
  act: () => T | Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const { teamId, actor, params } = place
    const subject = PlaceSchema.safeParse(params).data?.profile ?? null
    await auditIfBlocked(error, { teamId, actor, subject })
    throw error
  }
}
