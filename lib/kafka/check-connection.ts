import type { CheckEvent, CheckStep, Verdict } from '#lib/shared/check.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { advertisedStep, metadataStep, saslStep } from './check-login.ts'
import { apiVersionsStep, connectStep, resolveStep, tlsStep } from './check-reachability.ts'
import { groupStep, provenRights, readStep, topicStep, writeStep } from './check-rights.ts'
import { type CheckRun, type Step, type StepResult, skipped, troubled } from './check-run.ts'
import { contextOf } from './error-context.ts'
import { cancelledError, deadlineError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { orAborted } from './or-aborted.ts'
import { parseServerAddress } from './server-address.ts'

/** Of security.md: a check of whatever ends within this. */
export const CHECK_DEADLINE_MS = 15_000
/** Time for the last words. */
const DEADLINE_MARGIN_MS = 300
/** A paste names a handful; more would make the check a scanner. */
const MAX_SERVERS = 30

const ladder: readonly Step[] = [
  resolveStep,
  connectStep,
  tlsStep,
  apiVersionsStep,
  saslStep,
  metadataStep,
  advertisedStep,
  topicStep,
  readStep,
  writeStep,
  groupStep,
]

export interface CheckOptions {
  readonly facts: KafkaFacts
  /** A concrete topic where the credentials grant a prefix. */
  readonly topic?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * checkConnection climbs from the name to the rights, step by step, and ends with a verdict. Each step comes twice:
 * `running`, then with its result. Nothing is written on the cluster and no group is joined. It ends within 15 s and
 * throws only when the signal aborts.
 */
export async function* checkConnection(
  target: KafkaTarget,
  options: CheckOptions,
): AsyncGenerator<CheckEvent> {
  const startedAt = performance.now()
  const deadline = AbortSignal.timeout(CHECK_DEADLINE_MS - DEADLINE_MARGIN_MS)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  const { facts } = options
  const run: CheckRun = {
    target,
    facts,
    context: contextOf(target),
    topic: options.topic ?? (facts.topicPrefix ? null : facts.topic),
    signal,
    servers: target.bootstrapServers
      .slice(0, MAX_SERVERS)
      .flatMap((server) => parseServerAddress(server) ?? []),
    link: null,
    metadata: null,
    proved: { topic: null, topicDenied: false, group: null, groupDenied: false, cluster: null },
  }
  const results = new Map<Step, StepResult>()
  let stopped = false
  try {
    for (const step of ladder) {
      if (stopped) {
        const result = skipped('not tried, since a step before it failed')
        results.set(step, result)
        yield { type: 'step', step: step.name, ...result }
        continue
      }
      yield { type: 'step', step: step.name, status: 'running', detail: '' }
      const began = performance.now()
      const result = await climb(step, run, deadline)
      if (options.signal?.aborted) throw cancelledError(options.signal.reason)
      results.set(step, result)
      stopped = deadline.aborted || (result.status === 'failed' && step.essential)
      yield finished(step, result, performance.now() - began)
    }
    yield verdictOf(run, results, performance.now() - startedAt)
  } finally {
    run.link?.close()
  }
}

async function climb(step: Step, run: CheckRun, deadline: AbortSignal): Promise<StepResult> {
  try {
    return await orAborted(step.run(run), run.signal)
  } catch (error) {
    if (deadline.aborted) return troubled('failed', deadlineError('The check', CHECK_DEADLINE_MS))
    return troubled('failed', translateError(error, run.context))
  }
}

function finished(step: Step, result: StepResult, milliseconds: number): CheckStep {
  const { status, detail, code, advice, command } = result
  return {
    type: 'step',
    step: step.name,
    status,
    milliseconds: Math.round(milliseconds * 10) / 10,
    detail,
    ...(code === undefined ? {} : { code }),
    ...(advice === undefined ? {} : { advice }),
    ...(command === undefined ? {} : { command }),
  }
}

function verdictOf(run: CheckRun, results: ReadonlyMap<Step, StepResult>, milliseconds: number): Verdict {
  const rights = provenRights(run)
  const { metadata } = run
  const findings = [...results].filter(([, { status }]) => status === 'failed')
  const fatal = findings.find(([step]) => step.essential)
  const finding = fatal ?? findings[0]
  const missing = rights.filter(({ predicted, proved }) => predicted === 'yes' && proved === 'no')
  const verdict = fatal ? 'failed' : finding || missing.length > 0 ? 'limited' : 'authorized'
  const { code, advice, command } = finding?.[1] ?? {}
  return {
    type: 'verdict',
    verdict,
    ...(code === undefined ? {} : { code }),
    message:
      finding?.[1].detail ??
      summary(
        run,
        missing.map(({ id }) => id),
      ),
    ...(advice === undefined ? {} : { advice }),
    ...(command === undefined ? {} : { command }),
    milliseconds: Math.round(milliseconds),
    rights,
    cluster: metadata && {
      id: metadata.clusterId,
      brokers: metadata.brokers.map(({ host, port }) => `${host}:${port}`),
      superUser: run.proved.cluster?.includes('ALTER') ?? false,
    },
  }
}

function summary(run: CheckRun, missing: readonly string[]): string {
  const who = run.target.username ?? 'This user'
  if (missing.length > 0) return `${who} lacks what its roles promise: ${missing.join(', ')}.`
  const { topic, proved } = run
  if (proved.cluster?.includes('ALTER')) return `${who} is a superuser: every right on the cluster.`
  const may = [
    ...(proved.topic?.includes('READ') ? ['read'] : []),
    ...(proved.topic?.includes('WRITE') ? ['write'] : []),
  ]
  if (topic !== null && may.length > 0) return `${who} may ${may.join(' and ')} “${topic}”.`
  return `${who} is logged in.`
}
