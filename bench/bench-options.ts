/** BenchOptions are what the command line sets for any measurement. */
export interface BenchOptions {
  readonly records: number
  readonly rounds: number
  /** How long a soak lasts. */
  readonly minutes: number
  /** Records a second that a soak writes. */
  readonly rate: number
  /** How many follow one topic at once. */
  readonly viewers: number
  readonly log: (line: string) => void
}
