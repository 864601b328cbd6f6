import {
  type FilterMode,
  type FilterParts,
  filterPartsOf,
  isFiltered,
  modeOf,
  partsOfSpec,
  specOf,
  textOf,
} from '#lib/client/filter-draft.ts'
import { defaultAddress, type RecordAddress } from '#lib/client/record-address.ts'
import { findMappingFault } from '#lib/records/map-value.ts'
import { type CopySpec, CopySpecSchema } from '#lib/shared/copy-spec.ts'
import { type CopyRange, copyRangeOf, rangeOfCopy, wholeTopic } from './copy-range.ts'
import { mappingText, readMappingText } from './mapping-text.ts'
import { numberOf } from './number-of.ts'

export interface CopyForm extends CopyRange, FilterParts {
  topic: string
  /** The part of the filter that stands in the field; the others hold as well. */
  filterKind: 'none' | FilterMode
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

/** CopyPart is what each part of the copy's form works on. */
export interface CopyPart {
  form: CopyForm
  errors: CopyErrors
  change: (part: Partial<CopyForm>) => void
}

/** emptyCopyForm copies everything of a profile's topic, with the target left to be chosen. */
export const emptyCopyForm: CopyForm = {
  ...wholeTopic,
  ...filterPartsOf(defaultAddress),
  topic: '',
  filterKind: 'none',
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
  return {
    ...copyRangeOf(spec),
    ...filterFieldsOf(filter ? partsOfSpec(filter) : emptyCopyForm),
    topic: spec.topic ?? '',
    targetProfile: target.profile ?? own,
    targetTopic: target.topic ?? '',
    createTopic: target.createTopic !== undefined,
    partitions: String(target.createTopic?.partitions ?? emptyCopyForm.partitions),
    replicationFactor: String(target.createTopic?.replicationFactor ?? emptyCopyForm.replicationFactor),
    tombstones: mapping.tombstones === 'keep',
    mapping: mappingText(mapping),
  }
}

/**
 * copyFormOfFound fills the form from what a page of the viewer shows: its topic, partitions, range and filter. What
 * it follows live ends at the end as it is at the start of the copy.
 */
export function copyFormOfFound(address: RecordAddress, initial: CopyForm): CopyForm {
  const { topic, partitions, from, to } = address
  const range = {
    from,
    to: to === 'live' ? 'latest' : to,
    ...(partitions && { partitions: [...partitions] }),
  }
  return {
    ...initial,
    ...copyRangeOf(range),
    ...filterFieldsOf(address),
    topic: topic ?? initial.topic,
  }
}

function filterFieldsOf(parts: FilterParts): FilterParts & Pick<CopyForm, 'filterKind'> {
  return { ...filterPartsOf(parts), filterKind: isFiltered(parts) ? modeOf(parts) : 'none' }
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
  const filter = specOf(form)
  if (form.filterKind !== 'none' && textOf(form, form.filterKind) === '')
    errors.filter = 'Write what to look for.'
  if (form.targetTopic.trim() === '') errors.targetTopic = 'Name the topic to copy to.'
  const parsed = CopySpecSchema.safeParse({
    kind: 'copy',
    topic: form.topic.trim(),
    ...rangeOfCopy(form),
    ...(filter && { filter }),
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
    else if (name === 'from' || name === 'to') errors.newest ??= 'A whole number from 1 to 9,999,999.'
    else if (name === 'filter') errors.filter ??= message
    else if (name === 'mapping') errors.mapping ??= message
    else if (path[0] === 'target') errors.targetTopic ??= message
    else errors.topic ??= message
  }
  return parsed.success && Object.keys(errors).length === 0 ? { spec: parsed.data } : { errors }
}
