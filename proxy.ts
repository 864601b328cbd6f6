import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { getEnv } from '#lib/server/base/env.ts'

/** sonner adds one style element, empty at first and then with its rules; these are the hashes of both. */
const SONNER_STYLES =
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='"
const NONCE_BYTES = 16
const YEAR_SECONDS = 31_536_000

/**
 * proxy gives every page its headers: a content security policy with a nonce of its own, and what keeps other sites
 * out of it. It authorises nobody: pages and routes do that themselves. The API sets its own headers.
 */
export function proxy(request: NextRequest): NextResponse {
  const { production, publicUrl } = getEnv()
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  const policy = contentSecurityPolicy(nonce, production)
  const headers = new Headers(request.headers)
  // Next reads the nonce for its own scripts from this header of the request.
  headers.set('Content-Security-Policy', policy)
  headers.set('x-nonce', nonce)
  // So that a page without a session can lead back to itself after signing in.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('X-Content-Type-Options', 'nosniff')
  response.headers.set('X-Frame-Options', 'DENY')
  // A profile's address names no secret, but other sites need not know it.
  response.headers.set('Referrer-Policy', 'same-origin')
  response.headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  response.headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  response.headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  if (publicUrl.startsWith('https://')) {
    response.headers.set('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`)
  }
  return response
}

function contentSecurityPolicy(nonce: string, production: boolean): string {
  return [
    "default-src 'self'",
    // Development builds evaluate code for their stack traces.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? '' : " 'unsafe-eval'"}`,
    production ? `style-src 'self' 'nonce-${nonce}' ${SONNER_STYLES}` : "style-src 'self' 'unsafe-inline'",
    // Virtual rows are placed by style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = {
  // Not the API, whose bodies would be copied on their way through, nor files that are the same for everybody.
  matcher: ['/((?!api/|_next/static|_next/image|favicon.ico).*)'],
}
