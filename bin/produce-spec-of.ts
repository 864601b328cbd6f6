import { type ProduceSpec, ProduceSpecSchema } from '#lib/shared/produce-spec.ts'
import type { Compression } from '#lib/shared/record.ts'
import type { ImportFormat } from '#lib/shared/record-export.ts'
import type { CredentialOptions } from './kafka-credential.ts'
import { MONGO_PROFILE } from './mongo-credential.ts'
import { UsageError } from './usage-error.ts'

export interface ProduceCommandOptions extends CredentialOptions {
  readonly count?: number
  readonly duration?: number
  readonly untilStopped?: boolean
  readonly rate?: number
  readonly burst?: number
  readonly template?: string
  readonly value?: string
  readonly nullValue?: boolean
  readonly key?: string
  readonly keyField?: string
  readonly keyCycle?: number
  readonly partition?: ProduceSpec['partition']
  readonly timestamp?: ProduceSpec['timestamp']
  readonly header?: readonly (readonly [string, string])[]
  readonly nullHeader?: readonly string[]
  readonly seed?: number
  readonly compression: Compression
  readonly partitions?: number
  readonly replicationFactor?: number
  /** A file of records or values, instead of records made here; `-` is standard input. */
  readonly file?: string
  readonly format?: ImportFormat
  readonly onBad: 'stop' | 'skip'
  /** An NDJSON export: the same as `--file … --format export`. */
  readonly records?: string
  /** A file with credentials of a MongoDB that values come from. */
  readonly fromMongodb?: string
  readonly mongoDatabase?: string
  readonly mongoCollection?: string
  readonly after?: string
  /** A file with credentials of a MongoDB that gets what is produced. */
  readonly mongoCredentials?: string
  readonly dryRun?: boolean
}

/** As many as the test application writes. */
const USUAL_COUNT = 15

/** produceSpecOf makes a job's specification of a command's options. Throws UsageError on options that don't go together. */
export function produceSpecOf(options: ProduceCommandOptions): ProduceSpec {
  const { template, value, nullValue, key, keyField, keyCycle, fromMongodb, mongoCredentials } = options
  atMostOne({
    ...{ '--template': template, '--value': value, '--null-value': nullValue },
    ...{ '--file': options.file, '--records': options.records, '--from-mongodb': fromMongodb },
  })
  for (const [name, file] of Object.entries({
    ...{ '--file': options.file, '--records': options.records, '--from-mongodb': fromMongodb },
    '--dry-run': options.dryRun,
  }))
    atMostOne({ '--mongo-credentials': mongoCredentials, [name]: file })
  atMostOne({ '--from-mongodb': fromMongodb, '--dry-run': options.dryRun })
  needsSource(options)
  atMostOne({ '--key': key, '--key-field': keyField, '--key-cycle': keyCycle })
  atMostOne({ '-n': options.count, '--duration': options.duration, '--until-stopped': options.untilStopped })
  const headers = [
    ...(options.header ?? []),
    ...(options.nullHeader ?? []).map((name) => [name, null] as const),
  ]
  const { rate, burst, partition, timestamp, seed, compression } = options
  const read = ProduceSpecSchema.safeParse({
    kind: 'produce',
    ...endOf(options),
    ...{ rate, burst, partition, timestamp, seed, compression },
    value: valueOption(options),
    key:
      keyField !== undefined
        ? { type: 'field', path: keyField }
        : keyCycle === undefined
          ? key
          : { type: 'cycle', keys: keyCycle },
    ...(headers.length > 0 && { headers }),
    ...(mongoCredentials !== undefined && { sink: { type: 'mongodb', profile: MONGO_PROFILE } }),
  })
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new UsageError({
    code: 'bad_request',
    message: `These options don’t fit together: ${issue?.message ?? ''}`,
    advice: 'See keystream produce --help.',
  })
}

function needsSource(options: ProduceCommandOptions): void {
  const { fromMongodb, mongoDatabase, mongoCollection, after } = options
  const lone = { '--mongo-database': mongoDatabase, '--mongo-collection': mongoCollection, '--after': after }
  const [given] = Object.entries(lone).find(([, text]) => text !== undefined) ?? []
  if (given === undefined || fromMongodb !== undefined) return
  throw new UsageError({
    code: 'bad_request',
    message: `${given} needs --from-mongodb.`,
    advice: 'Give the file with the credentials of the MongoDB to read from.',
  })
}

function endOf({ count, duration, untilStopped, value, nullValue, fromMongodb }: ProduceCommandOptions) {
  if (duration !== undefined) return { durationSeconds: duration }
  if (untilStopped) return { untilStopped: true }
  if (fromMongodb !== undefined) return { count }
  // One record exactly is what a value given as it is means.
  return { count: count ?? (value === undefined && !nullValue ? USUAL_COUNT : 1) }
}

function valueOption(options: ProduceCommandOptions) {
  const { template, value, nullValue, fromMongodb, mongoDatabase, mongoCollection, after } = options
  if (fromMongodb !== undefined)
    return {
      type: 'mongodb',
      profile: MONGO_PROFILE,
      database: mongoDatabase,
      collection: mongoCollection,
      after,
    }
  if (nullValue) return { type: 'null' }
  // A value given as it is holds no generators.
  const text = template ?? value?.replaceAll('{{', '\\{{')
  return text === undefined ? { type: 'test-app' } : { type: 'template', template: text }
}

/** atMostOne throws UsageError when more than one of these options is given. */
export function atMostOne(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined)
  if (given.length < 2) return
  throw new UsageError({
    code: 'bad_request',
    message: `Only one of ${given.join(', ')} can be given.`,
    advice: 'See keystream produce --help.',
  })
}
