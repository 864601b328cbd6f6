import type { Job, JobSpec } from './job.ts'
import type { MongoSource } from './produce-spec.ts'

/** ResumePlan is what is left of a job to do, or why it can't go on where it stopped. */
export type ResumePlan =
  | { readonly can: true; readonly spec: JobSpec; readonly words: string }
  | { readonly can: false; readonly why: string }

/** seedRefusal says why records of a seed can’t be made on, or gives null without one: what is thrown begins at its start. */
export function seedRefusal({ seed }: Of<'produce'>): string | null {
  return seed === undefined ? null : 'With a seed its records would begin anew: run it again.'
}

/** unstoredWords tells, after a space, of records that are in the topic and perhaps not in MongoDB; empty without any. */
export function unstoredWords(result: Job['result']): string {
  const pending = result?.delivery?.pending ?? 0
  if (pending === 0) return ''
  const which = pending === 1 ? '1 record' : `${pending.toLocaleString('en')} records`
  return ` Of ${which} in the topic nobody knows whether MongoDB has ${pending === 1 ? 'it' : 'them'}; what it lacks is not stored later.`
}

const no = (why: string): ResumePlan => ({ can: false, why })

/**
 * resumePlan gives the rest of a job that ended early, only where that is sound: a group goes on where it had committed;
 * records are written on when it is known of each that was sent that it is there. Pure; the server and the page ask it.
 */
export function resumePlan(job: Job): ResumePlan {
  if (job.endedAt === null) return no('It has not ended.')
  if (job.state === 'succeeded') return no('It did all that it was asked to do.')
  const { spec } = job
  if (job.startedAt === null) return { can: true, spec, words: 'It had not begun: all of it is left to do.' }
  if (spec.kind === 'consume') return consumeRest(job, spec)
  if (spec.kind === 'produce') return produceRest(job, spec)
  if (spec.kind === 'copy') return copyRest(job, spec)
  return no('A job of this kind does not go on where it stopped: run it again.')
}

type Of<K extends JobSpec['kind']> = Extract<JobSpec, { kind: K }>

function consumeRest(job: Job, spec: Of<'consume'>): ResumePlan {
  const done = job.result?.done ?? job.progress?.done ?? 0
  const left = spec.limit === undefined ? undefined : spec.limit - done
  if (left !== undefined && left < 1) return no('It had consumed as many records as it was asked for.')
  const words = 'The group goes on where it had committed'
  return {
    can: true,
    spec: { ...spec, ...(left !== undefined && { limit: left }) },
    words: left === undefined ? `${words}.` : `${words}, with ${left.toLocaleString('en')} records left.`,
  }
}

/** Only a group knows where a copy stood. */
function copyRest(job: Job, spec: Of<'copy'>): ResumePlan {
  if (spec.group?.id === undefined) return no('Without a group nobody knows where it stood: run it again.')
  const read = job.result?.delivery?.read ?? job.progress?.delivery?.read ?? 0
  const left = spec.limit === undefined ? undefined : spec.limit - read
  if (left !== undefined && left < 1) return no('It had read as many records as it was asked to.')
  return {
    can: true,
    spec: { ...spec, ...(left !== undefined && { limit: left }) },
    words: 'The group goes on where it had committed; what was copied after that is copied again.',
  }
}

function produceRest(job: Job, spec: Of<'produce'>): ResumePlan {
  const { result } = job
  const { value } = spec
  if (value.type === 'mongodb') return documentsRest(result, spec, value)
  if (spec.count === undefined) return no('It was to end by time, not by a number of records: run it again.')
  if (result === null)
    return no(
      'The server was gone before it could tell how many records are there: some would be written twice.',
    )
  if (result.failed > 0)
    return no(`Of ${result.failed.toLocaleString('en')} records nobody knows whether they are there.`)
  if (result.taken === undefined) return no('It did not tell at which record it stopped.')
  const refusal = seedRefusal(spec)
  if (refusal !== null) return no(refusal)
  const left = spec.count - result.done
  if (left < 1) return no('All of its records are there.')
  // What was made and never sent is not made again, so that no number comes twice.
  const firstSequence = (spec.firstSequence ?? 0) + result.taken
  return {
    can: true,
    spec: { ...spec, count: left, firstSequence },
    words: `${left.toLocaleString('en')} records are left; their numbers go on at ${firstSequence.toLocaleString('en')}.${unstoredWords(result)}`,
  }
}

/** A collection is gone on with by `_id`; what is written beyond the place comes once more, and is known by its `_id`. */
function documentsRest(result: Job['result'], spec: Of<'produce'>, value: MongoSource): ResumePlan {
  const { after = null, ahead = 0 } = result?.source ?? {}
  if (result === null || after === null)
    return no('It did not tell at which document it stopped: run it again.')
  if (result.failed > 0)
    return no(`Of ${result.failed.toLocaleString('en')} records nobody knows whether they are there.`)
  const done = result.done - ahead
  const left = spec.count === undefined ? undefined : spec.count - done
  if (left !== undefined && left < 1) return no('All of its records are there.')
  const refusal = seedRefusal(spec)
  if (refusal !== null) return no(refusal)
  const again = `${ahead.toLocaleString('en')} ${ahead === 1 ? 'document that is' : 'documents that are'} there already`
  return {
    can: true,
    spec: {
      ...{ ...spec, value: { ...value, after }, firstSequence: (spec.firstSequence ?? 0) + done },
      ...(left !== undefined && { count: left }),
    },
    words: `It goes on after the last document up to which all are there${ahead > 0 ? `; ${again} come once more` : ''}.`,
  }
}
