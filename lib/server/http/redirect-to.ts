import 'server-only'

/** redirectTo sends the browser on, with the cookies that were set on the way. */
export function redirectTo(step: { readonly location: string; readonly headers: Headers }): Response {
  const headers = new Headers(step.headers)
  headers.set('Location', step.location)
  return new Response(null, { status: 302, headers })
}
