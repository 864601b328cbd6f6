import 'server-only'
import { readBearer } from '#lib/server/auth/tokens/token-text.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getEnv, ownOrigins } from '#lib/server/base/env.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * guardMutation lets a changing request through when a page of ours sent it: its Origin is the configured public
 * address or, without an Origin, the browser says `Sec-Fetch-Site: same-origin`. An Origin that is there must be ours
 * even for "same-origin", else a name rebound to this server would pass. The Host header is never asked. A script with
 * an API token needs neither.
 */
export function guardMutation(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return
  // No page of another site can send this header unasked, and with it no cookie counts.
  if (readBearer(request.headers) !== null) return
  const origin = request.headers.get('origin')
  const { publicUrl } = getEnv()
  if (origin !== null ? ownOrigins(publicUrl).includes(origin) : isSameOrigin(request)) return
  throw new AppError({
    code: 'forbidden',
    message: 'This request did not come from a page of this Keystream.',
    advice: `Open Keystream at ${publicUrl}; a script sends the header Origin: ${publicUrl}.`,
  })
}

function isSameOrigin(request: Request): boolean {
  return request.headers.get('sec-fetch-site') === 'same-origin'
}
