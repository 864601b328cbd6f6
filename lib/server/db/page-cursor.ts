import 'server-only'
import { z } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'

/** PageCursor is the last row of a page of a list, the newest first: when it was created, and its id for the rest. */
export type PageCursor = z.infer<typeof PageCursorSchema>
const PageCursorSchema = z.tuple([z.string(), z.string()])

interface Row {
  readonly createdAt: string
  readonly id: string
}

/** readCursor takes what a former page gave as `next`. Throws AppError `bad_request` for anything else. */
export function readCursor(text: string): PageCursor {
  try {
    return PageCursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError({
      code: 'bad_request',
      field: 'after',
      message: '"after" is not what a former page gave as "next".',
    })
  }
}

/**
 * pageOf makes a page of `limit` rows and tells where the next one begins, null on the last. `rows` hold one more
 * than the limit when there are more.
 */
export function pageOf<R extends Row, T>(
  rows: readonly R[],
  limit: number,
  show: (row: R) => T,
): { items: T[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(show),
    next: rows.length > limit && last ? writeCursor([last.createdAt, last.id]) : null,
  }
}

/** writeCursor tells where a page ended, for a list that is not in the order of creation. */
export function writeCursor(cursor: PageCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}
