import 'server-only'
import { Cron } from 'croner'
import { AppError } from '#lib/server/base/app-error.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { ScheduleTimes } from '#lib/shared/job-schedule.ts'

/** The five fields of a line, with what each may hold. */
const FIELDS = [
  ['minute', '0 to 59'],
  ['hour', '0 to 23'],
  ['day of the month', '1 to 31, or L for the last'],
  ['month', '1 to 12, or JAN to DEC'],
  ['weekday', '0 to 7 (both are Sunday), or SUN to SAT'],
] as const

/** A line without seconds is due at most once a minute, which is as often as a job may begin. */
function cronOf({ cron, timeZone }: ScheduleTimes): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true })
}

/**
 * nextTimes gives the next times of a schedule after a moment, the soonest first. Where clocks go forward, a time of
 * day that does not exist that day is due at the moment of the change; where they go back, it is due once.
 */
export function nextTimes(times: ScheduleTimes, after: number, count: number): string[] {
  return cronOf(times)
    .nextRuns(count, new Date(after))
    .map((time) => time.toISOString())
}

/** timesBetween counts the times after `from` and up to `to`, `max` at most. */
export function timesBetween(times: ScheduleTimes, from: number, to: number, max: number): number {
  const cron = cronOf(times)
  let count = 0
  // One by one: the hundred times of a rare line are years ahead, and take a tenth of a second.
  for (let at = cron.nextRun(new Date(from)); at && at.getTime() <= to && count < max; at = cron.nextRun(at))
    count++
  return count
}

/** assertTimes throws `bad_request`, naming the field, for times that can't be read or never come. */
export function assertTimes(times: ScheduleTimes, now: number): void {
  const issue = timesIssue(times, now)
  if (issue) throw new AppError(issue)
}

/** timesIssue says what is wrong with times, naming the field; null for good ones. */
export function timesIssue(times: ScheduleTimes, now: number): ApiError | null {
  if (!isTimeZone(times.timeZone))
    return {
      code: 'bad_request',
      field: 'timeZone',
      message: 'This is no time zone that is known here.',
      advice: 'Name it as IANA does: Europe/Berlin, America/New_York, UTC.',
    }
  const wrong = wrongField(times.cron)
  if (wrong !== null) return badCron(wrong.message, wrong.column)
  return nextTimes(times, now, 1).length === 0 ? badCron('This time never comes.', undefined) : null
}

function badCron(message: string, column: number | undefined): ApiError {
  return {
    code: 'bad_request',
    field: 'cron',
    ...(column !== undefined && { line: 1, column }),
    message,
    advice:
      'Five fields: minute, hour, day, month, weekday. “30 6 * * 1-5” is half past six from Monday to Friday.',
  }
}

function wrongField(cron: string): { message: string; column: number | undefined } | null {
  if (cron.startsWith('@')) return parses(cron) ? null : { message: 'This word is not known.', column: 1 }
  const found = [...cron.matchAll(/\S+/g)]
  if (found.length !== FIELDS.length)
    return { message: `A line has five fields, this one has ${found.length}.`, column: undefined }
  for (const [index, [name, range]] of FIELDS.entries()) {
    const field = found[index]
    const alone = FIELDS.map((_, place) => (place === index ? (field?.[0] ?? '') : '*')).join(' ')
    if (!parses(alone))
      return { message: `The ${name} is not right: ${range}.`, column: (field?.index ?? 0) + 1 }
  }
  return parses(cron) ? null : { message: 'This line can’t be read.', column: undefined }
}

function parses(cron: string): boolean {
  try {
    cronOf({ cron, timeZone: 'UTC' })
    return true
  } catch {
    return false
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
