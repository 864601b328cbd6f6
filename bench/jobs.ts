import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'
import { benchGroupConsume } from './group-consume.ts'
import { benchGroupsMany } from './groups-many.ts'
import { benchJobsThirty } from './jobs-thirty.ts'
import { benchProduceFile } from './produce-file.ts'
import { benchProduceJava } from './produce-java.ts'
import { benchRoundTrip } from './round-trip.ts'
import { benchScenario } from './scenario.ts'

type Bench = (kafka: BenchKafka, options: BenchOptions) => Promise<Finding[]>

/** One row each; a round trip's rounds are its runs. */
export const jobRows: Readonly<Record<string, Bench>> = {
  'produce-java': benchProduceJava,
  'group-consume': benchGroupConsume,
  scenario: benchScenario,
  'round-trip': benchRoundTrip,
  'jobs-thirty': benchJobsThirty,
  'produce-file': benchProduceFile,
  'groups-many': benchGroupsMany,
}

/** benchJobs prints the whole table of jobs. */
export const benchJobs: Bench = async (kafka, options) => {
  const findings: Finding[] = []
  for (const row of Object.values(jobRows)) findings.push(...(await row(kafka, options)))
  return findings
}
