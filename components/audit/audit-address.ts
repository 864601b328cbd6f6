import type { AuditChoice } from '#lib/client/queries/audit.ts'

/** AuditView is the page's state, as its address holds it; days are of the reader's own calendar. */
export interface AuditView {
  of: 'team' | 'people'
  action: string
  actor: string
  subject: string
  /** First and last day, as `2026-01-31`, or empty. */
  from: string
  to: string
}

const fields = ['action', 'actor', 'subject', 'from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function readAuditView(params: URLSearchParams): AuditView {
  const [action = '', actor = '', subject = '', from = '', to = ''] = fields.map(
    (name) => params.get(name) ?? '',
  )
  const day = (text: string) => (DAY.test(text) ? text : '')
  return {
    of: params.get('of') === 'people' ? 'people' : 'team',
    action,
    actor,
    subject,
    from: day(from),
    to: day(to),
  }
}

export function writeAuditView(view: AuditView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.of === 'people') params.set('of', 'people')
  for (const name of fields) if (view[name] !== '') params.set(name, view[name])
  return params
}

/** choiceOf gives the filter for the server: from the first day's midnight to the end of the last, in the reader's zone. */
export function choiceOf(view: AuditView): AuditChoice {
  return {
    of: view.of,
    ...(view.action !== '' && { action: view.action }),
    ...(view.actor.trim() !== '' && { actor: view.actor.trim().toLowerCase() }),
    ...(view.subject !== '' && { subject: view.subject }),
    ...(view.from !== '' && { from: midnight(view.from, 0) }),
    ...(view.to !== '' && { to: midnight(view.to, 1) }),
  }
}

export function isFiltered(view: AuditView): boolean {
  return fields.some((name) => view[name] !== '')
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
