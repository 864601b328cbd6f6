const RECORD = Buffer.from('{"type":"record"')
const NEW_LINE = 10

/** StreamCount counts the records of a stream's bytes, however they are cut, and adds up what it says it skipped. */
export class StreamCount {
  taken = 0
  skipped = 0
  /** The stream has said where it begins: what is produced from now on is in it. */
  started = false
  #rest: Buffer = Buffer.alloc(0)

  /** add takes the next bytes. Throws when the stream says that it failed. */
  add(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, chunk])
    let from = 0
    for (let to = bytes.indexOf(NEW_LINE); to >= 0; to = bytes.indexOf(NEW_LINE, from)) {
      const headTo = Math.min(to, from + RECORD.length)
      if (bytes.compare(RECORD, 0, RECORD.length, from, headTo) === 0) this.taken++
      else this.#event(bytes.toString('utf8', from, to).trim())
      from = to + 1
    }
    this.#rest = bytes.subarray(from)
  }

  #event(line: string): void {
    if (line === '') return
    const event = JSON.parse(line) as { type: string; count?: number }
    if (event.type === 'started') this.started = true
    if (event.type === 'skipped') this.skipped += event.count ?? 0
    if (event.type === 'failed') throw new Error(`The stream failed: ${line}`)
  }
}
