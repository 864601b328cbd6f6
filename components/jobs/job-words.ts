import { formatBytes, formatCount } from '#components/ui/format.ts'
import type { JobResult, JobSpec, JobState } from '#lib/shared/job.ts'

export const stateLooks = {
  queued: { word: 'Queued', dot: 'idle', tone: 'neutral' },
  running: { word: 'Running', dot: 'live', tone: 'live' },
  succeeded: { word: 'Succeeded', dot: 'ok', tone: 'ok' },
  failed: { word: 'Failed', dot: 'bad', tone: 'bad' },
  cancelled: { word: 'Cancelled', dot: 'warn', tone: 'neutral' },
  interrupted: { word: 'Interrupted', dot: 'warn', tone: 'warn' },
} as const satisfies Record<JobState, { word: string; dot: string; tone: string }>

const stopReasons = {
  count: 'all records are acknowledged',
  limit: 'the number of records is reached',
  idle: 'nothing more arrived',
  cancelled: 'somebody cancelled it',
  error: 'of a failure',
  interrupted: 'the server stopped',
} as const satisfies Record<JobResult['stopReason'], string>

/** stopWords says why a job ended: "ended because nothing more arrived". */
export function stopWords(result: JobResult): string {
  return `ended because ${stopReasons[result.stopReason]}`
}

/** specWords says what a job does in a few words, for a list's line. */
export function specWords(spec: JobSpec): string {
  const where = spec.topic === undefined ? '' : ` ${spec.kind === 'produce' ? 'to' : 'from'} ${spec.topic}`
  if (spec.kind === 'produce') {
    const rate = spec.rate === undefined ? '' : `, ${formatCount(spec.rate)}/s`
    return `${formatCount(spec.count)} ${spec.count === 1 ? 'record' : 'records'}${where}${rate}`
  }
  const until =
    spec.limit === undefined
      ? spec.idleSeconds === undefined
        ? 'until stopped'
        : `until idle for ${spec.idleSeconds} s`
      : `up to ${formatCount(spec.limit)} records`
  return `from ${spec.from}${spec.topic === undefined ? '' : ` of ${spec.topic}`}, ${until}`
}

/** volumeWords says how much a produce job will send: "1,000 records of about 152 B, 148 KiB in all". */
export function volumeWords(count: number, averageBytes: number): string {
  const records = `${formatCount(count)} ${count === 1 ? 'record' : 'records'}`
  return `${records} of about ${formatBytes(averageBytes)}, ${formatBytes(count * averageBytes)} in all`
}

/**
 * againSpec gives what a job like this one is started with. A group made for the job alone is left out: its offsets
 * stand at the end, and the new job would find nothing to read in it.
 */
export function againSpec(job: { id: string; spec: JobSpec }): JobSpec {
  const { spec } = job
  if (spec.kind !== 'consume' || spec.groupId?.endsWith(`ks-${job.id}`) !== true) return spec
  const { groupId: _own, ...rest } = spec
  return rest
}
