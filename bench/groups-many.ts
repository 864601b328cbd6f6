import { askCoordinator } from '#lib/kafka/ask-coordinator.ts'
import { offsetCommitRequest } from '#lib/kafka/requests/offset-commit.ts'
import { withLink } from '#lib/kafka/shared-links.ts'
import { type BenchKafka, PARTITIONS } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { type Finding, plainFinding } from './finding.ts'
import { fillTopic } from './produce.ts'
import { quantile } from './quantile.ts'

const GROUPS = 2_000
const RECORDS = 20_000
/** Commits under way at once while the groups are made. */
const AT_ONCE = 25
const LOOKS = 40
/** As many as the page asks for, and the most that may be asked for. */
const PAGE = 50
const LARGEST_PAGE = 200
const PAGE_MS = 300
const WHOLE_MS = 5_000

interface Page {
  readonly items: readonly { readonly group: string; readonly lag: string | null }[]
  readonly next: string | null
  readonly total: number
}

/** benchGroupsMany lists two thousand real groups through the server: a page, a search, all of them. */
export async function benchGroupsMany(kafka: BenchKafka, { log }: BenchOptions): Promise<Finding[]> {
  const topic = await kafka.newTopic('groups-many')
  await fillTopic(kafka, topic, RECORDS)
  log(`groups-many: making ${GROUPS.toLocaleString('en')} groups`)
  await makeGroups(kafka, topic)
  const server = await startBenchServer(kafka)
  try {
    const groups = `/api/teams/${server.team}/profiles/${server.profile}/groups`
    const look = async (query: string): Promise<Page> =>
      (await (await server.get(`${groups}?${query}`)).json()) as Page
    prove(await look(`limit=${PAGE}`), PAGE)
    const page = await timesOf(() => look(`limit=${PAGE}`))
    const search = await timesOf(async () => {
      const { total } = await look(`limit=${PAGE}&search=bench-19`)
      if (total === 0) throw new Error('The search found no group.')
    })
    const began = performance.now()
    await walk(server, groups)
    const whole = performance.now() - began
    log(
      `  a page ${quantile(page, 0.5).toFixed(0)} ms, a search ${quantile(search, 0.5).toFixed(0)} ms (medians)`,
    )
    const of = `of ${GROUPS.toLocaleString('en')} groups with lag, through the server`
    return [
      plainFinding(`a page of ${PAGE} ${of}, p95 of ${LOOKS}`, quantile(page, 0.95), 'ms', {
        atMost: PAGE_MS,
      }),
      plainFinding(`a search ${of}, p95 of ${LOOKS}`, quantile(search, 0.95), 'ms', { atMost: PAGE_MS }),
      plainFinding(`all ${of}, by ${LARGEST_PAGE}`, whole, 'ms', { atMost: WHOLE_MS }),
    ]
  } finally {
    await server.stop()
  }
}

/** A group begins with its first commit, also by nobody in it. */
async function makeGroups(kafka: BenchKafka, topic: string): Promise<void> {
  await withLink(kafka.target, undefined, async (link, call) => {
    let left = GROUPS
    const lane = async (): Promise<void> => {
      for (; left > 0; ) {
        left--
        const group = kafka.newGroup()
        const offsets = Array.from({ length: PARTITIONS }, (_, partition) => ({
          topic,
          partition,
          offset: 10n,
        }))
        const codeOf = ({ partitions }: { partitions: readonly { errorCode: number }[] }) =>
          partitions[0]?.errorCode
        const request = offsetCommitRequest({ group, offsets })
        const { answer } = await askCoordinator(link, group, request, { ...call, codeOf })
        if (codeOf(answer) !== 0) throw new Error(`${group} could not be made: ${codeOf(answer)}.`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  })
}

function prove({ items, total }: Page, length: number): void {
  const lag = String(RECORDS - 10 * PARTITIONS)
  if (total !== GROUPS || items.length !== length || items.some((each) => each.lag !== lag))
    throw new Error(`The page is not as it should be: ${total} groups, ${JSON.stringify(items[0])}.`)
}

async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < LOOKS; turn++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return times
}

async function walk(server: BenchServer, groups: string): Promise<void> {
  const seen = new Set<string>()
  for (let after: string | null = ''; after !== null; ) {
    const query = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const page = (await (await server.get(`${groups}?limit=${LARGEST_PAGE}${query}`)).json()) as Page
    for (const { group } of page.items) seen.add(group)
    after = page.next
  }
  if (seen.size !== GROUPS) throw new Error(`Of ${GROUPS} groups ${seen.size} were listed.`)
}
