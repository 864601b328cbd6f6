/** BenchOptions are what the command line sets for any measurement. */
export interface BenchOptions {
  readonly records: number
  readonly rounds: number
  /** How long a soak lasts. */
  readonly minutes: number
  readonly log: (line: string) => void
}
