import { formatBytes, formatCount } from '#components/ui/format.ts'
import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { CopySpec } from '#lib/shared/copy-spec.ts'
import type { JobKind, JobResult, JobSpec, JobState } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'

export const stateLooks = {
  queued: { word: 'Queued', dot: 'idle', tone: 'neutral' },
  running: { word: 'Running', dot: 'live', tone: 'live' },
  succeeded: { word: 'Succeeded', dot: 'ok', tone: 'ok' },
  failed: { word: 'Failed', dot: 'bad', tone: 'bad' },
  cancelled: { word: 'Cancelled', dot: 'warn', tone: 'neutral' },
  interrupted: { word: 'Interrupted', dot: 'warn', tone: 'warn' },
} as const satisfies Record<JobState, { word: string; dot: string; tone: string }>

export const kindWords = {
  produce: 'Produce',
  consume: 'Consume',
  'round-trip': 'Round trip',
  copy: 'Copy',
} as const satisfies Record<JobKind, string>

const stopReasons = {
  count: 'all records are acknowledged',
  limit: 'the number of records is reached',
  duration: 'the time was over',
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
  if (spec.kind === 'copy') return copyWords(spec)
  if (spec.kind === 'round-trip')
    return `of ${formatCount(spec.count)}${spec.topic === undefined ? '' : ` through ${spec.topic}`}`
  const where = spec.topic === undefined ? '' : ` ${spec.kind === 'produce' ? 'to' : 'from'} ${spec.topic}`
  if (spec.kind === 'produce') {
    const rate = spec.rate === undefined ? '' : `, ${formatCount(spec.rate)}/s`
    return `${howManyWords(spec)}${where}${rate}`
  }
  const to = spec.sink === undefined ? '' : sinkWords[spec.sink.type]
  return `from ${spec.from}${spec.topic === undefined ? '' : ` of ${spec.topic}`}${to}, ${untilWords(spec)}`
}

const sinkWords = { webhook: ' to a webhook', mongodb: ' to MongoDB' } as const

function untilWords({ limit, durationSeconds, idleSeconds }: ConsumeSpec): string {
  if (limit !== undefined) return `up to ${formatCount(limit)} records`
  if (durationSeconds !== undefined) return `for ${formatCount(durationSeconds)} s`
  return idleSeconds === undefined ? 'until stopped' : `until idle for ${idleSeconds} s`
}

/** howManyWords says how much a produce job writes: "1,000 records", "for 60 s", "until stopped". */
export function howManyWords({ count, durationSeconds, value }: ProduceSpec): string {
  if (value.type === 'mongodb') return documentWords(count, durationSeconds)
  if (count !== undefined) return `${formatCount(count)} ${count === 1 ? 'record' : 'records'}`
  return durationSeconds === undefined
    ? 'records until stopped'
    : `records for ${formatCount(durationSeconds)} s`
}

function documentWords(count: number | undefined, seconds: number | undefined): string {
  if (count !== undefined) return `${formatCount(count)} ${count === 1 ? 'document' : 'documents'} at most`
  return seconds === undefined ? 'all documents' : `documents for ${formatCount(seconds)} s`
}

/** queueWords says what a job that waits waits for. */
export function queueWords(ahead: number): string {
  if (ahead === 0) return 'Next of the team’s jobs: it begins when one of those that run has ended.'
  return `${formatCount(ahead)} of the team’s jobs ${ahead === 1 ? 'waits' : 'wait'} before it.`
}

function copyWords({ topic, target, to, group, limit }: CopySpec): string {
  const from = topic === undefined ? '' : `${topic} `
  const until =
    limit !== undefined
      ? `, up to ${formatCount(limit)} records`
      : group
        ? ', with a group'
        : to === 'live'
          ? ', live'
          : ''
  return `${from}to ${target.topic ?? 'the granted topic'}${until}`
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
  if (spec.kind === 'copy' && spec.group?.id?.endsWith(`ks-${job.id}`) === true) {
    const { id: _own, ...group } = spec.group
    return { ...spec, group }
  }
  if (spec.kind === 'produce' || spec.kind === 'copy' || spec.groupId?.endsWith(`ks-${job.id}`) !== true)
    return spec
  const { groupId: _own, ...rest } = spec
  return rest
}
