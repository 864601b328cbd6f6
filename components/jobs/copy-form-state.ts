import { findMappingFault } from '#lib/records/map-value.ts'
import { type CopySpec, CopySpecSchema } from '#lib/shared/copy-spec.ts'
import { mappingText, readMappingText } from './mapping-text.ts'
import { numberOf } from './number-of.ts'

export interface CopyForm {
  topic: string
  /** `all` ends at the end as it is now; `group` can be taken up again where it ended. */
  range: 'all' | 'newest' | 'live' | 'group'
  newest: string
  filterKind: 'none' | 'text' | 'regex' | 'expr'
  filter: string
  targetProfile: string
  targetTopic: string
  createTopic: boolean
  partitions: string
  replicationFactor: string
  tombstones: boolean
  mapping: string
}

export type CopyErrors = Partial<
  Record<'topic' | 'newest' | 'filter' | 'targetTopic' | 'createTopic' | 'mapping', string>
>

/** emptyCopyForm copies everything of a profile's topic, with the target left to be chosen. */
export const emptyCopyForm: CopyForm = {
  topic: '',
  range: 'all',
  newest: '1000',
  filterKind: 'none',
  filter: '',
  targetProfile: '',
  targetTopic: '',
  createTopic: false,
  partitions: '3',
  replicationFactor: '1',
  tombstones: true,
  mapping: '',
}

/** copyFormOf fills the form from a job that ran; what the form has no field for is left out. */
export function copyFormOf(spec: CopySpec, own: string): CopyForm {
  const { target, filter, mapping } = spec
  const kind = filter?.text ? 'text' : filter?.regex ? 'regex' : filter?.expr ? 'expr' : 'none'
  const newest = /^newest:(\d+)$/.exec(spec.from)?.[1]
  return {
    topic: spec.topic ?? '',
    range: spec.group ? 'group' : spec.to === 'live' ? 'live' : newest ? 'newest' : 'all',
    newest: newest ?? emptyCopyForm.newest,
    filterKind: kind,
    filter: kind === 'none' ? '' : (filter?.[kind] ?? ''),
    targetProfile: target.profile ?? own,
    targetTopic: target.topic ?? '',
    createTopic: target.createTopic !== undefined,
    partitions: String(target.createTopic?.partitions ?? emptyCopyForm.partitions),
    replicationFactor: String(target.createTopic?.replicationFactor ?? emptyCopyForm.replicationFactor),
    tombstones: mapping.tombstones === 'keep',
    mapping: mappingText(mapping),
  }
}

/** readCopyForm turns the fields into a specification, or says for each field what is wrong. */
export function readCopyForm(form: CopyForm, own: string): { spec: CopySpec } | { errors: CopyErrors } {
  const errors: CopyErrors = {}
  const rules = readMappingText(form.mapping)
  if ('error' in rules) errors.mapping = rules.error
  else {
    const fault = findMappingFault(rules)
    if (fault) errors.mapping = fault.message
  }
  if (form.filterKind !== 'none' && form.filter === '') errors.filter = 'Write what to look for.'
  if (form.targetTopic.trim() === '') errors.targetTopic = 'Name the topic to copy to.'
  const parsed = CopySpecSchema.safeParse({
    kind: 'copy',
    topic: form.topic.trim(),
    ...rangeOf(form),
    ...(form.filterKind !== 'none' && { filter: { [form.filterKind]: form.filter } }),
    target: {
      ...(form.targetProfile !== own && { profile: form.targetProfile }),
      topic: form.targetTopic.trim(),
      ...(form.createTopic && {
        createTopic: {
          partitions: numberOf(form.partitions),
          replicationFactor: numberOf(form.replicationFactor),
        },
      }),
    },
    mapping: { tombstones: form.tombstones ? 'keep' : 'drop', ...('error' in rules ? {} : rules) },
  })
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path[0] === 'target' ? path[1] : path[0]
    if (name === 'createTopic') errors.createTopic ??= 'Partitions from 1 to 1000, replicas from 1 to 10.'
    else if (name === 'from') errors.newest ??= 'A whole number from 1 to 9,999,999.'
    else if (name === 'filter') errors.filter ??= message
    else if (name === 'mapping') errors.mapping ??= message
    else if (path[0] === 'target') errors.targetTopic ??= message
    else errors.topic ??= message
  }
  return parsed.success && Object.keys(errors).length === 0 ? { spec: parsed.data } : { errors }
}

function rangeOf({ range, newest }: CopyForm): Pick<CopySpec, 'from'> & Partial<CopySpec> {
  if (range === 'group') return { from: 'earliest', group: {} }
  if (range === 'live') return { from: 'latest', to: 'live' }
  return { from: range === 'newest' ? `newest:${numberOf(newest)}` : 'earliest' }
}
