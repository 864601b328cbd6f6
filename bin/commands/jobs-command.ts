import { type Job, JobPageSchema, JobSchema, type JobState } from '#lib/shared/job.ts'
import { callServer, type KeystreamServer, serverOf } from '../call-server.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { findTeam } from '../find-team.ts'
import { followEvents } from '../follow-events.ts'
import { eventLine, jobText } from '../job-text.ts'
import { ProgressBar } from '../progress-bar.ts'
import { readPaste } from '../read-input.ts'
import { printable, type Screen, table } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

export interface JobsOptions {
  readonly server?: string
  readonly team?: string
}

/** What a server gives at once. */
const PAGE = 100

interface Place {
  readonly server: KeystreamServer
  /** Where the team's jobs are in the API. */
  readonly path: string
}

async function placeOf(options: JobsOptions, signal: AbortSignal): Promise<Place> {
  const server = serverOf(options.server, 'jobs')
  const team = await findTeam(server, options.team, signal)
  return { server, path: `/api/teams/${encodeURIComponent(team.id)}/jobs` }
}

const jobPath = ({ path }: Place, job: string) => `${path}/${encodeURIComponent(job)}`

/** listJobs prints the newest jobs of the token's team. */
export async function listJobs(
  options: JobsOptions & { readonly limit: number; readonly profile?: string; readonly state?: string },
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const place = await placeOf(options, signal)
  const found: Job[] = []
  for (let after: string | null = null; found.length < options.limit; ) {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, options.limit - found.length)) })
    if (options.profile !== undefined) query.set('profile', options.profile)
    if (options.state !== undefined) query.set('state', options.state)
    if (after !== null) query.set('after', after)
    const page: { items: Job[]; next: string | null } = await callServer(
      place.server,
      JobPageSchema,
      `${place.path}?${query}`,
      { signal },
    )
    found.push(...page.items)
    if (screen.json) for (const job of page.items) await screen.jsonLine(job)
    if (page.next === null) break
    after = page.next
  }
  if (screen.json) return exitCode.good
  if (found.length === 0) screen.note('There are no such jobs.')
  else {
    const rows = found.map(({ id, state, name, profileName, createdAt, createdBy }) => [
      ...[id, state, createdAt.slice(0, 16).replace('T', ' '), printable(createdBy), printable(profileName)],
      printable(name),
    ])
    await screen.line(table([['JOB', 'STATE', 'STARTED', 'BY', 'PROFILE', 'WHAT'], ...rows]))
  }
  return exitCode.good
}

/** showJob prints one job. */
export async function showJob(
  job: string,
  options: JobsOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const place = await placeOf(options, signal)
  await print(await callServer(place.server, JobSchema, jobPath(place, job), { signal }), screen)
  return exitCode.good
}

/** startJob starts what a file describes and, with `follow`, stays until it ends. */
export async function startJob(
  file: string,
  options: JobsOptions & { readonly follow?: boolean },
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const body = jsonOf(await readPaste(file))
  const place = await placeOf(options, signal)
  const job = await callServer(place.server, JobSchema, place.path, { body, signal })
  if (options.follow !== true) {
    if (screen.json) await screen.jsonLine(job)
    else await screen.line(`Started ${job.id}: ${printable(job.name)}`)
    return exitCode.good
  }
  screen.note(`Started ${job.id}: ${printable(job.name)}`)
  return follow(place, job.id, screen, signal)
}

/** cancelJob asks the server to stop a job; the answer is the job as it stands then. */
export async function cancelJob(
  job: string,
  options: JobsOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const place = await placeOf(options, signal)
  const asked = { method: 'DELETE', signal } as const
  const answer = await callServer(place.server, JobSchema, jobPath(place, job), asked)
  if (screen.json) await screen.jsonLine(answer)
  else await screen.line(`${answer.id} is ${answer.state}.`)
  return exitCode.good
}

/** followJob prints a job's events, those of before first, until it ends. Exit by how it ended. */
export async function followJob(
  job: string,
  options: JobsOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  return follow(await placeOf(options, signal), job, screen, signal)
}

async function follow(place: Place, job: string, screen: Screen, signal: AbortSignal): Promise<ExitCode> {
  const bar = new ProgressBar(screen)
  let state: JobState | null = null
  try {
    for await (const event of followEvents(place.server, `${jobPath(place, job)}/events`, signal)) {
      if (event.body.type === 'ended') state = event.body.state
      if (screen.json) {
        await screen.jsonLine(event)
        continue
      }
      if (event.body.type === 'progress') {
        const { done, total, recordsPerSecond } = event.body.progress
        bar.show(done, total, { done, recordsPerSecond })
        continue
      }
      bar.clear()
      await screen.line(printable(eventLine(event)))
    }
  } finally {
    bar.clear()
  }
  if (signal.aborted) {
    screen.note('Stopped following. The job goes on; jobs cancel ends it.')
    return exitCode.interrupted
  }
  return state === 'succeeded' ? exitCode.good : exitCode.failed
}

async function print(job: Job, screen: Screen): Promise<void> {
  if (screen.json) await screen.jsonLine(job)
  else await screen.line(jobText(job))
}

/** The server checks what is in it; here only that it can be sent. The parser's own words quote their input. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw new UsageError({
    code: 'bad_request',
    message: 'The file holds no JSON object.',
    advice: 'Write {"kind": "consume", "profile": "prf_…", "spec": {"kind": "consume", …}}.',
  })
}
