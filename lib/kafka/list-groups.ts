import type { GroupPage, GroupSummary } from '#lib/shared/group.ts'
import type { GroupCall } from './ask-coordinator.ts'
import type { ClusterLink } from './cluster-link.ts'
import { lagOf, offsetsByPlace, partitionKey, textOf, totalLag } from './group-lag.ts'
import { logEnds } from './group-offsets.ts'
import type { TopicPartition } from './kafka-request.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { brokerGroups, typeOf } from './list-broker-groups.ts'
import { kafkaErrors } from './protocol-code.ts'
import {
  DESCRIBE_CONSUMER_GROUPS_KEY,
  describeConsumerGroupsRequest,
} from './requests/describe-consumer-groups.ts'
import { describeGroupsRequest } from './requests/describe-groups.ts'
import type { ListedGroup } from './requests/list-groups.ts'
import { type FetchedOffset, offsetFetchRequest } from './requests/offset-fetch.ts'
import { withLink } from './shared-links.ts'

export interface ListGroupsOptions {
  /** Which ids belong to this user; the others are only counted. */
  readonly isOwn: (group: string) => boolean
  /** Only ids that contain it, whatever the case of letters. */
  readonly search?: string | undefined
  /** Goes on behind this id. */
  readonly after?: string | undefined
  readonly limit: number
  readonly signal?: AbortSignal | undefined
}

type Placed = ListedGroup & { readonly node: number }
interface Standing {
  readonly state: string | null
  readonly members: number | null
}

/**
 * listGroups gives a page of the groups that this user may see, by id, with state, members and lag. The cluster hides
 * what is forbidden; a broker that does not answer is named in `silent`. Throws a KafkaError when none answers.
 */
export function listGroups(
  target: KafkaTarget,
  options: ListGroupsOptions,
): Promise<Pick<GroupPage, 'items' | 'next' | 'total' | 'outside' | 'silent'>> {
  return withLink(target, options.signal, async (link, call) => {
    const { groups, silent } = await everyGroup(link, call)
    const own = groups.filter(({ group }) => options.isOwn(group))
    const needle = options.search?.toLowerCase() ?? ''
    const found = own.filter(({ group }) => group.toLowerCase().includes(needle))
    const { after } = options
    const rest = after === undefined ? found : found.filter(({ group }) => group > after)
    const page = rest.slice(0, options.limit)
    return {
      items: await summarize(link, page, call),
      next: rest.length > page.length ? (page.at(-1)?.group ?? null) : null,
      total: found.length,
      outside: groups.length - own.length,
      silent,
    }
  })
}

async function everyGroup(
  link: ClusterLink,
  { signal }: GroupCall,
): Promise<{ groups: Placed[]; silent: string[] }> {
  const { brokers } = await link.metadata({ topics: [] }, { signal })
  const answers = await Promise.allSettled(
    brokers.map(async ({ nodeId }) => {
      const { groups } = await brokerGroups(link.node(nodeId), signal)
      return groups.map((group) => ({ ...group, node: nodeId }))
    }),
  )
  signal.throwIfAborted()
  const groups = new Map<string, Placed>()
  const silent: string[] = []
  let failure: unknown = null
  for (const [at, answer] of answers.entries()) {
    const nodeId = brokers[at]?.nodeId ?? -1
    if (answer.status === 'rejected') {
      failure ??= answer.reason
      silent.push(link.addressOf(nodeId) ?? `broker ${nodeId}`)
    } else for (const group of answer.value) groups.set(group.group, group)
  }
  if (silent.length > 0 && silent.length === brokers.length) throw failure
  return { groups: [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1)), silent }
}

async function summarize(
  link: ClusterLink,
  page: readonly Placed[],
  call: GroupCall,
): Promise<GroupSummary[]> {
  const nodes = [...Map.groupBy(page, ({ node }) => node)]
  const [standings, offsets] = await Promise.all([
    Promise.all(nodes.map(([node, groups]) => standingsOf(link, node, groups, call))),
    Promise.all(page.map((group) => offsetsOf(link, group, call))),
  ])
  call.signal.throwIfAborted()
  const standing = new Map(standings.flatMap((part) => [...part]))
  const places = new Map<string, TopicPartition>()
  for (const { topic, partition } of offsets.flat())
    places.set(partitionKey({ topic, partition }), { topic, partition })
  const { highs } = await logEnds(link, [...places.values()], call)
  const ends = offsetsByPlace(highs)
  return page.map((listed, at) => {
    const committed = offsets[at] ?? []
    const lags = committed.map((place) => lagOf(place.offset, ends.get(partitionKey(place)) ?? null))
    return {
      group: listed.group,
      type: typeOf(listed),
      ...(standing.get(listed.group) ?? { state: listed.state, members: null }),
      lag: textOf(totalLag(lags)),
      topics: [...new Set(committed.map(({ topic }) => topic))].sort(),
    }
  })
}

/** Members and states of the groups of one coordinator. A group that moved away meanwhile is left out. */
async function standingsOf(
  link: ClusterLink,
  node: number,
  groups: readonly Placed[],
  { signal }: GroupCall,
): Promise<Map<string, Standing>> {
  const connection = link.node(node)
  const [fresh, classic] = [
    groups.filter((group) => typeOf(group) === 'consumer'),
    groups.filter((group) => ['classic', 'unknown'].includes(typeOf(group))),
  ]
  const canTell = connection.versions?.[DESCRIBE_CONSUMER_GROUPS_KEY] !== undefined
  try {
    const ids = (some: readonly Placed[]) => some.map(({ group }) => group)
    const answers = await Promise.all([
      classic.length > 0 ? connection.call(describeGroupsRequest(ids(classic)), { signal }) : null,
      canTell && fresh.length > 0
        ? connection.call(describeConsumerGroupsRequest(ids(fresh)), { signal })
        : null,
    ])
    return new Map(
      answers
        .flatMap((answer) => [...(answer?.groups ?? [])])
        .filter(({ errorCode }) => errorCode === kafkaErrors.NONE)
        .map(({ group, state, members }) => [group, { state, members: members.length }]),
    )
  } catch {
    return new Map()
  }
}

async function offsetsOf(
  link: ClusterLink,
  { group, node }: Placed,
  { signal }: GroupCall,
): Promise<FetchedOffset[]> {
  try {
    const { partitions } = await link.node(node).call(offsetFetchRequest(group, null), { signal })
    return partitions.filter(({ errorCode, offset }) => errorCode === kafkaErrors.NONE && offset >= 0n)
  } catch {
    return []
  }
}
