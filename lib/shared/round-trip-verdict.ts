import type { RoundTripReport } from './round-trip-report.ts'

export interface RoundTripVerdict {
  /** True only when all that was sent came back, once, in order. */
  readonly clean: boolean
  readonly title: string
  /** What each finding means, worst first. */
  readonly findings: readonly string[]
}

const grouped = new Intl.NumberFormat('en')
const records = (count: number): string => `${grouped.format(count)} ${count === 1 ? 'record' : 'records'}`

/** roundTripVerdict says in words what a report means. */
export function roundTripVerdict(report: RoundTripReport): RoundTripVerdict {
  const { sent, acknowledged, received, lost, missed, unknown, reordered, unacknowledgedFound } = report
  const { writtenTwice, deliveredAgain } = report
  const unacknowledged = sent - acknowledged
  const found = [
    lost > 0 && `${records(lost)} acknowledged by the brokers, and not in the topic: lost.`,
    unknown > 0 && `${records(unknown)} acknowledged and not received; the topic could not be looked into.`,
    missed > 0 && `${records(missed)} in the topic, but not received by the group in time: late, not lost.`,
    writtenTwice > 0 && `${records(writtenTwice)} written more than once: another offset, the same record.`,
    deliveredAgain > 0 &&
      `${records(deliveredAgain)} delivered again: the same offset twice, as after a rebalance. The topic holds them once.`,
    reordered > 0 && `${records(reordered)} received behind a later one of the same key.`,
    unacknowledged > 0 &&
      `${records(unacknowledged)} never acknowledged, of which ${grouped.format(unacknowledgedFound)} stand in the topic all the same.`,
  ].filter((line) => line !== false)
  if (found.length === 0 && sent > 0)
    return { clean: true, title: `All ${records(received)} came back, once each, in order.`, findings: [] }
  return { clean: false, title: titleOf(report), findings: found }
}

function titleOf(report: RoundTripReport): string {
  const { sent, acknowledged, lost, missed, unknown, writtenTwice, deliveredAgain, reordered } = report
  if (sent === 0) return 'Nothing was sent.'
  if (lost > 0) return `${records(lost)} of ${grouped.format(acknowledged)} lost.`
  if (unknown > 0) return `It is not known what became of ${records(unknown)}.`
  if (writtenTwice > 0) return `Nothing lost, but ${records(writtenTwice)} written twice.`
  if (reordered > 0) return `Nothing lost, but ${records(reordered)} out of order.`
  if (acknowledged < sent) return `Nothing lost, but ${records(sent - acknowledged)} not acknowledged.`
  if (missed > 0) return `Nothing lost, but ${records(missed)} not received in time.`
  return `Nothing lost, but ${records(deliveredAgain)} delivered again.`
}
