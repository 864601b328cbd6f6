/** RecordFault says why a record can't be made of its value, without quoting it. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}
