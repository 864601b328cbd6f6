import { z } from 'zod'
import { fetchJson } from './api.ts'

const PAGE = 200
/** A table that filters and sorts in the page needs all rows; this many still filter within a frame. */
export const MAX_LISTED = 5000

/** listAll reads a paged list to its end, or to MAX_LISTED items; `complete` says which. */
export async function listAll<S extends z.ZodType>(
  item: S,
  path: string,
  signal?: AbortSignal,
): Promise<{ items: z.output<S>[]; complete: boolean }> {
  const pageSchema = z.object({ items: z.array(item), next: z.string().nullable() })
  const items: z.output<S>[] = []
  let after: string | null = null
  do {
    const query = new URLSearchParams({ limit: String(PAGE) })
    if (after !== null) query.set('after', after)
    const page: z.output<typeof pageSchema> = await fetchJson(pageSchema, `${path}?${query}`, { signal })
    items.push(...page.items)
    after = page.next
  } while (after !== null && items.length < MAX_LISTED)
  return { items, complete: after === null }
}
