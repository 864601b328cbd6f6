import { infiniteQueryOptions } from '@tanstack/react-query'
import type { AuditFilter, AuditItem, AuditPage } from '#lib/shared/audit-query.ts'
import { AuditPageSchema, AuditVerdictSchema } from '#lib/shared/audit-query.ts'
import { fetchJson, request } from '../api.ts'
import { teamPath } from './profiles.ts'

const PAGE = 50
/** A page may come back short, so much was looked through; this often the next one is asked for by itself. */
const ROUNDS = 10

/** AuditChoice is a filter as the page's address holds it: without defaults. */
export type AuditChoice = Omit<Partial<AuditFilter>, 'of'> & { of?: AuditFilter['of'] }

function fieldsOf(choice: AuditChoice): Record<string, string> {
  return Object.fromEntries(Object.entries(choice).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** auditQuery: a team's events that fit, the newest first, page by page. */
export function auditQuery(team: string, choice: AuditChoice) {
  const fields = fieldsOf(choice)
  return infiniteQueryOptions({
    queryKey: ['teams', team, 'audit', fields],
    queryFn: async ({ signal, pageParam }): Promise<AuditPage> => {
      const items: AuditItem[] = []
      let next: string | null = pageParam
      for (let round = 0; round < ROUNDS; round++) {
        const query = new URLSearchParams({ ...fields, limit: String(PAGE) })
        if (next !== null) query.set('after', next)
        const page: AuditPage = await fetchJson(AuditPageSchema, `${teamPath(team)}/audit?${query}`, {
          signal,
        })
        items.push(...page.items)
        next = page.next
        if (next === null || items.length >= PAGE / 2) break
      }
      return { items, next }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 5_000,
  })
}

/** verifyAudit asks the server to recompute the whole chain: some seconds for a million events. */
export function verifyAudit(team: string, signal?: AbortSignal) {
  return fetchJson(AuditVerdictSchema, `${teamPath(team)}/audit/verify`, { method: 'POST', signal })
}

/** exportAudit gives the file of what fits. Throws ApiFailure. */
export async function exportAudit(
  team: string,
  choice: AuditChoice,
  format: 'csv' | 'ndjson',
): Promise<Blob> {
  const answer = await request(`${teamPath(team)}/audit/export`, {
    body: { ...fieldsOf(choice), format },
    accept: '*/*',
  })
  return answer.blob()
}
