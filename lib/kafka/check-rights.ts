import { ownGroup } from '#lib/credentials/granted-groups.ts'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { RightId } from '#lib/shared/rights.ts'
import { groupOperations, proveRights } from './authorized-operations.ts'
import { STEP_TIMEOUT_MS } from './check-reachability.ts'
import { type CheckRun, linked, ok, type Step, type StepResult, skipped, troubled } from './check-run.ts'
import { protocolError, translateError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import { fetchRequest } from './requests/fetch.ts'
import type { TopicMetadata } from './requests/metadata.ts'

const FETCH_BYTES = 64 * 1024
const NO_TOPIC = 'the credentials name no single topic'

const call = (run: CheckRun) => ({ signal: run.signal, timeoutMs: STEP_TIMEOUT_MS })

function predicted(run: CheckRun, id: RightId) {
  return predictRights(run.facts).find((right) => right.id === id)
}

/** Not granted: expected of a user without the role, a finding for one with it. */
function withoutRight(run: CheckRun, id: RightId, operation: 'read' | 'write' | 'group'): StepResult {
  const right = predicted(run, id)
  if (right?.predicted !== 'yes') return skipped(`not granted to this user. ${right?.reason ?? ''}`.trim())
  const code =
    operation === 'group' ? kafkaErrors.GROUP_AUTHORIZATION_FAILED : kafkaErrors.TOPIC_AUTHORIZATION_FAILED
  const { consumerGroupPrefix: groupPrefix } = run.facts
  const place = operation === 'group' ? { groupId: groupOf(run), groupPrefix } : {}
  const topic = run.topic ?? undefined
  return troubled('failed', protocolError(code, { ...run.context, topic, operation, ...place }))
}

/** A group id inside the granted prefix; nobody need have used it. */
const groupOf = (run: CheckRun) => ownGroup(run.facts, 'check')

const topicOf = (run: CheckRun): TopicMetadata | null =>
  run.metadata?.topics.find(({ topic }) => topic === run.topic) ?? null

export const topicStep: Step = {
  name: 'topic',
  essential: false,
  run: (run) => {
    if (run.topic === null) return Promise.resolve(skipped(NO_TOPIC))
    const known = topicOf(run)
    const context = { ...run.context, topic: run.topic, operation: 'describe' } as const
    if (known?.errorCode === kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION) {
      const may = run.proved.topic?.includes('CREATE') || run.proved.cluster?.includes('CREATE')
      if (may) return Promise.resolve(ok(`“${run.topic}” does not exist yet; this user may create it`))
      return Promise.resolve({
        status: 'warning',
        detail: `“${run.topic}” does not exist yet`,
        code: 'broker_topic_unknown',
        advice: 'A user with the role producer may create it; the broker does not by itself.',
      })
    }
    if (known?.errorCode !== 0)
      return Promise.resolve(troubled('failed', protocolError(known?.errorCode ?? 3, context)))
    const leaderless = known.partitions.find(({ leader }) => leader < 0)
    if (leaderless)
      return Promise.resolve(
        troubled('warning', protocolError(5, { ...context, partition: leaderless.partition })),
      )
    const [first] = known.partitions
    const count = known.partitions.length
    return Promise.resolve(
      ok(
        `“${run.topic}”, ${count} ${count === 1 ? 'partition' : 'partitions'}, replication factor ${first?.replicas.length ?? 0}`,
      ),
    )
  },
}

export const readStep: Step = {
  name: 'read',
  essential: false,
  run: async (run) => {
    const known = topicOf(run)
    if (run.topic === null || !known) return skipped(NO_TOPIC)
    if (run.proved.topicDenied || !run.proved.topic?.includes('READ'))
      return withoutRight(run, 'topic.read', 'read')
    const partition = known.partitions.find(({ leader }) => leader >= 0)
    if (!partition) {
      const [leaderless] = known.partitions
      if (!leaderless) return ok('READ is granted; there is nothing to read yet')
      const place = { topic: run.topic, partition: leaderless.partition, operation: 'read' } as const
      return troubled('failed', protocolError(kafkaErrors.LEADER_NOT_AVAILABLE, { ...run.context, ...place }))
    }
    try {
      return await readOnce(run, run.topic, partition.partition, partition.leader)
    } catch (error) {
      return troubled(
        'failed',
        translateError(error, { ...run.context, topic: run.topic, operation: 'read' }),
      )
    }
  },
}

async function readOnce(
  run: CheckRun,
  topic: string,
  partition: number,
  leader: number,
): Promise<StepResult> {
  const { link, metadata } = linked(run)
  const [start] = await link.listOffsetsWith(
    metadata,
    [{ topic, partition, timestamp: -2n }],
    'committed',
    call(run),
  )
  const code = start?.errorCode ?? 0
  if (!start || code !== 0)
    return troubled(
      'failed',
      protocolError(code || 3, { ...run.context, topic, partition, operation: 'read' }),
    )
  const request = fetchRequest({
    positions: [{ topic, partition, offset: start.offset, maxBytes: FETCH_BYTES }],
    isolation: 'committed',
    maxWaitMs: 0,
    maxBytes: FETCH_BYTES,
  })
  const answer = await link.node(leader).call(request, call(run))
  const [fetched] = answer.partitions
  const failed = answer.errorCode || (fetched?.errorCode ?? 0)
  if (failed)
    return troubled('failed', protocolError(failed, { ...run.context, topic, partition, operation: 'read' }))
  const bytes = fetched ? fetched.end - fetched.start : 0
  return ok(
    bytes > 0
      ? `READ is granted; ${bytes} bytes read from partition ${partition}`
      : `READ is granted; partition ${partition} is empty`,
  )
}

export const writeStep: Step = {
  name: 'write',
  essential: false,
  run: (run) => {
    if (run.topic === null) return Promise.resolve(skipped(NO_TOPIC))
    const may = !run.proved.topicDenied && run.proved.topic?.includes('WRITE')
    return Promise.resolve(
      may ? ok('WRITE is granted; nothing was written') : withoutRight(run, 'topic.write', 'write'),
    )
  },
}

export const groupStep: Step = {
  name: 'group',
  essential: false,
  run: async (run) => {
    const { link } = linked(run)
    const prefix = run.facts.consumerGroupPrefix ?? ''
    const [inside, outside] = [groupOf(run), 'keystream-check-outside']
    try {
      const [own, foreign] = await Promise.all([
        groupOperations(link, inside, call(run)),
        groupOperations(link, outside, call(run)),
      ])
      const denied = own.errorCode === kafkaErrors.GROUP_AUTHORIZATION_FAILED
      run.proved = { ...run.proved, group: own.operations, groupDenied: denied }
      if (denied) return withoutRight(run, 'group.read', 'group')
      if (own.errorCode !== 0)
        return troubled('warning', protocolError(own.errorCode, { ...run.context, groupId: inside }))
      if (!own.operations?.includes('READ')) return withoutRight(run, 'group.read', 'group')
      const everywhere = foreign.errorCode === 0 && (foreign.operations?.includes('READ') ?? false)
      if (everywhere) return ok('any consumer group may be used')
      return ok(prefix ? `groups that begin with ${prefix}, and no others` : 'this user’s groups may be used')
    } catch (error) {
      return troubled(
        'failed',
        translateError(error, { ...run.context, groupId: inside, groupPrefix: prefix }),
      )
    }
  },
}

/** provenRights gives the table of rights as it stands at the end of a check. */
export function provenRights(run: CheckRun) {
  return proveRights(predictRights(run.facts), run.proved)
}
