import {
  defaultAddress,
  formatRecordAddress,
  parseRecordAddress,
  type RecordAddress,
} from './record-address.ts'

/** A browser carries four streams at a time; more panes would only wait for each other. */
export const MAX_PANES = 4

/**
 * parseLiveAddress reads what the live page shows, one topic or several side by side: the first stands in the query
 * itself, each further one in a parameter `pane` that holds a query of its own. Gives at least one; never throws.
 */
export function parseLiveAddress(query: URLSearchParams): [RecordAddress, ...RecordAddress[]] {
  const more = query.getAll('pane').slice(0, MAX_PANES - 1)
  return [parseRecordAddress(query), ...more.map((text) => parseRecordAddress(new URLSearchParams(text)))]
}

/** formatLiveAddress is the other way. */
export function formatLiveAddress(panes: readonly RecordAddress[]): URLSearchParams {
  const [first = defaultAddress, ...more] = panes
  const query = formatRecordAddress(first)
  for (const pane of more) query.append('pane', formatRecordAddress(pane).toString())
  return query
}
