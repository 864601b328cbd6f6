import type { JobChoice } from '#lib/client/queries/job-pages.ts'
import { JobKindSchema, JobStateSchema } from '#lib/shared/job.ts'

/** JobsAddress is what the history's address holds; days are of the reader's own calendar. */
export interface JobsAddress {
  text: string
  /** A state, `open` for those that wait or run, or empty for any. */
  state: string
  kind: string
  profile: string
  /** First and last day, as `2026-01-31`, or empty. */
  from: string
  to: string
}

const fields = ['text', 'state', 'kind', 'profile', 'from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/
export const OPEN = 'open'

export function readJobsAddress(params: URLSearchParams): JobsAddress {
  const at = (name: (typeof fields)[number]) => params.get(name) ?? ''
  const day = (text: string) => (DAY.test(text) ? text : '')
  const state = at('state')
  return {
    text: at('text'),
    state: state === OPEN || JobStateSchema.safeParse(state).success ? state : '',
    kind: JobKindSchema.safeParse(at('kind')).success ? at('kind') : '',
    profile: at('profile'),
    from: day(at('from')),
    to: day(at('to')),
  }
}

export function writeJobsAddress(address: JobsAddress): string {
  const params = new URLSearchParams()
  for (const name of fields) if (address[name] !== '') params.set(name, address[name])
  return params.toString()
}

export function isChosen(address: JobsAddress): boolean {
  return fields.some((name) => address[name] !== '')
}

/** choiceOf gives what the server is asked for: from the first day's midnight to the end of the last. */
export function choiceOf({ text, state, kind, profile, from, to }: JobsAddress): JobChoice {
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(state !== '' && { state: state === OPEN ? 'queued,running' : state }),
    ...(kind !== '' && { kind }),
    ...(profile !== '' && { profile }),
    ...(from !== '' && { from: midnight(from, 0) }),
    ...(to !== '' && { to: midnight(to, 1) }),
  }
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
