import type { CheckStep, CheckStepName } from '#lib/shared/check.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { ErrorCode } from '#lib/shared/error-code.ts'
import type { ProvedOperations } from './authorized-operations.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import type { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { Metadata } from './requests/metadata.ts'
import type { ServerAddress } from './server-address.ts'

/** CheckRun is what the steps of one check know and find out; each step reads what those before it wrote. */
export interface CheckRun {
  readonly target: KafkaTarget
  readonly facts: KafkaFacts
  readonly context: ErrorContext
  /** The concrete topic to look at; null when the credentials grant a prefix or name none. */
  readonly topic: string | null
  readonly signal: AbortSignal
  /** The bootstrap servers that are still in the race. */
  servers: ServerAddress[]
  link: ClusterLink | null
  metadata: Metadata | null
  proved: ProvedOperations
}

export interface StepResult {
  readonly status: Exclude<CheckStep['status'], 'running'>
  readonly detail: string
  readonly code?: ErrorCode | undefined
  readonly advice?: string | undefined
  readonly command?: string | undefined
}

export interface Step {
  readonly name: CheckStepName
  /** True when nothing after it makes sense once it failed. */
  readonly essential: boolean
  run(run: CheckRun): Promise<StepResult>
}

export const ok = (detail: string): StepResult => ({ status: 'ok', detail })
export const skipped = (detail: string): StepResult => ({ status: 'skipped', detail })

/** troubled makes the result of a step that met an error. */
export function troubled(status: 'failed' | 'warning', error: KafkaError): StepResult {
  return {
    status,
    detail: error.message,
    code: error.code,
    ...(error.advice === undefined ? {} : { advice: error.advice }),
    ...(error.command === undefined ? {} : { command: error.command }),
  }
}

/** linked gives the link and the metadata that earlier steps left; they are there, or the ladder had stopped. */
export function linked(run: CheckRun): { link: ClusterLink; metadata: Metadata } {
  if (!run.link || !run.metadata) throw new Error('The check has no connection yet.')
  return { link: run.link, metadata: run.metadata }
}
