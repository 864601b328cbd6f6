import type { NewReset } from '#lib/shared/group.ts'

export type ResetKind = 'earliest' | 'latest' | 'time' | 'offset' | 'by'

/** ResetForm is what stands in the dialog's fields. */
export interface ResetForm {
  readonly kind: ResetKind
  /** As `datetime-local` writes it: the reader's own clock. */
  readonly time: string
  readonly offset: string
  readonly by: string
  /** Empty = every topic of the group. */
  readonly topic: string
  /** Numbers with commas; empty = all. */
  readonly partitions: string
}

export const emptyResetForm: ResetForm = {
  ...{ kind: 'earliest', time: '', offset: '', by: '', topic: '', partitions: '' },
}

export type ResetIssues = Partial<Record<'time' | 'offset' | 'by' | 'partitions', string>>

/** readResetForm gives the request that a form stands for, or what is wrong with it. Pure. */
export function readResetForm(form: ResetForm): { request: NewReset } | { issues: ResetIssues } {
  const to = targetOf(form)
  const partitions = form.partitions.trim()
  const issues: ResetIssues = { ...('issues' in to && to.issues) }
  if (form.topic !== '' && partitions !== '' && !/^\d{1,6}( *, *\d{1,6})*$/.test(partitions))
    issues.partitions = 'They are numbers with commas: 0,2'
  if ('issues' in to || Object.keys(issues).length > 0) return { issues }
  return {
    request: {
      to: to.to,
      ...(form.topic !== '' && { topic: form.topic }),
      ...(form.topic !== '' &&
        partitions !== '' && { partitions: [...new Set(partitions.split(',').map(Number))] }),
    },
  }
}

function targetOf(form: ResetForm): { to: string } | { issues: ResetIssues } {
  switch (form.kind) {
    case 'earliest':
    case 'latest':
      return { to: form.kind }
    case 'time': {
      const at = Date.parse(form.time)
      return at >= 0
        ? { to: `time:${new Date(at).toISOString()}` }
        : { issues: { time: 'Choose a day and a time.' } }
    }
    case 'offset': {
      const offset = form.offset.trim()
      return /^\d{1,18}$/.test(offset)
        ? { to: `offset:${offset}` }
        : { issues: { offset: 'An offset is a whole number, 0 or more.' } }
    }
    case 'by': {
      const by = form.by.trim().replace('−', '-')
      return /^[+-]?\d{1,18}$/.test(by)
        ? { to: `by:${by}` }
        : { issues: { by: 'Write a whole number: -100 goes back, 100 goes on.' } }
    }
  }
}
