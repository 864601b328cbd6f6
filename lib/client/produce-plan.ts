import { queryOptions } from '@tanstack/react-query'
import {
  type PlannedSpec,
  type PlannedTopic,
  type ProducePlan,
  planProduce,
} from '#lib/records/plan-produce.ts'
import { RecordFault } from '#lib/records/record-fault.ts'
import { seededChance } from '#lib/records/seeded-chance.ts'
import { compileTemplate, TemplateError } from '#lib/records/templates/template.ts'
import { templatesOf } from '#lib/records/templates-of.ts'

/** The job writes its server's own name here; as long as a usual one, so that the size is told about right. */
const SAMPLE_ORIGIN = 'keystream (127.0.0.1)'

export interface PlanFailure {
  /** The specification's field, such as `key` or `headers.0`; null when the records and not a template are wrong. */
  field: string | null
  message: string
  advice: string
}

type Roll = PlannedTopic & { readonly seed: number; readonly now: number }

/**
 * planQuery makes the first records of a job as they would be, and measures them. The same seed gives the same ones,
 * so that nothing flickers while something else is typed; the job itself throws its own dice.
 */
export function planQuery(spec: PlannedSpec, roll: Roll) {
  return queryOptions({
    queryKey: ['produce-plan', spec, roll],
    queryFn: () => plan(spec, roll),
    // Nothing is asked of anybody: a page that lost its network can plan too.
    networkMode: 'always' as const,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

async function plan(
  spec: PlannedSpec,
  { seed, now, partitions, configuration }: Roll,
): Promise<ProducePlan | PlanFailure> {
  const failure = templatesOf(spec).reduce<PlanFailure | null>(
    (found, { field, template }) => found ?? failureOf(field, template),
    null,
  )
  if (failure) return failure
  try {
    return await planProduce(spec, {
      partitions,
      configuration,
      origin: SAMPLE_ORIGIN,
      chance: seededChance(seed),
      now: () => now,
    })
  } catch (caught) {
    if (!(caught instanceof RecordFault)) throw caught
    return { field: null, message: `${caught.message}.`, advice: caught.advice }
  }
}

function failureOf(field: string, template: string): PlanFailure | null {
  try {
    compileTemplate(template)
    return null
  } catch (caught) {
    if (!(caught instanceof TemplateError)) throw caught
    return { field, message: caught.message, advice: caught.advice }
  }
}
