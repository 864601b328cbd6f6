import type { ApiError } from '#lib/shared/error-code.ts'
import type { Job, JobProgress, JobResult, JobState } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'

/** Journal lines to read; a job writes some tens, and one that warns for hours must not fill the tab. */
export const MAX_ENTRIES = 500
/** Points of the chart: one a pixel or so. When there are twice as many, every second one goes. */
export const MAX_SAMPLES = 600

export interface JobSample {
  /** Milliseconds since 1970. */
  at: number
  recordsPerSecond: number
  latencyP99: number | null
}

/** JobLog is a job as its page knows it: the last answer of the API with its journal on top. */
export interface JobLog {
  state: JobState
  progress: JobProgress | null
  result: JobResult | null
  error: ApiError | null
  /** Everything but progress, oldest first. */
  entries: readonly JobEvent[]
  samples: readonly JobSample[]
  /** The last event seen; the stream goes on after it. */
  sequence: number
  /** Which of the progress events is kept as a sample: every n-th. */
  stride: number
}

export function jobLogOf(job: Pick<Job, 'state' | 'progress' | 'result' | 'error'>): JobLog {
  const { state, progress, result, error } = job
  return { state, progress, result, error, entries: [], samples: [], sequence: 0, stride: 1 }
}

export function isOver(state: JobState): boolean {
  return state !== 'queued' && state !== 'running'
}

/** applyJobEvent adds one event. What was seen before is ignored, so that a stream may be taken up again anywhere. */
export function applyJobEvent(log: JobLog, event: JobEvent): JobLog {
  if (event.sequence <= log.sequence) return log
  const next = { ...log, sequence: event.sequence }
  const { body } = event
  switch (body.type) {
    case 'progress':
      return { ...next, progress: body.progress, ...withSample(log, event, body.progress) }
    case 'state':
      return { ...next, state: body.state, entries: withEntry(log, event) }
    case 'ended':
      return {
        ...next,
        state: body.state,
        result: body.result,
        error: body.error,
        progress: body.result ?? log.progress,
        entries: withEntry(log, event),
      }
    default:
      return { ...next, entries: withEntry(log, event) }
  }
}

function withEntry(log: JobLog, event: JobEvent): readonly JobEvent[] {
  return [...log.entries, event].slice(-MAX_ENTRIES)
}

function withSample(log: JobLog, event: JobEvent, progress: JobProgress): Pick<JobLog, 'samples' | 'stride'> {
  const { samples, stride } = log
  if (event.sequence % stride !== 0) return { samples, stride }
  const sample = {
    at: Date.parse(event.at),
    recordsPerSecond: progress.recordsPerSecond,
    latencyP99: progress.latency?.p99 ?? null,
  }
  const more = [...samples, sample]
  if (more.length <= MAX_SAMPLES) return { samples: more, stride }
  return { samples: more.filter((_, index) => index % 2 === 0), stride: stride * 2 }
}
