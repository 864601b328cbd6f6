import 'server-only'

/** withCookies adds to a response the cookies that other headers set. */
export function withCookies(response: Response, from: Headers): Response {
  for (const cookie of from.getSetCookie()) response.headers.append('Set-Cookie', cookie)
  return response
}
