import 'server-only'
import { notFound } from '#lib/server/base/app-error.ts'
import { respondError } from './respond.ts'
import { attachSpec } from './route-spec.ts'

/** unknownRoute answers every path of the API that leads nowhere in the API's own form instead of with a page. */
export const unknownRoute = attachSpec((request) => Promise.resolve(respondError(notFound(), request)), {
  access: 'public',
})
