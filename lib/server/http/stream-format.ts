import 'server-only'

/** StreamFormat puts events into bytes. `opening` may be sent before the first event and changes no event. */
export interface StreamFormat {
  readonly contentType: string
  readonly opening: Uint8Array
  encode(event: object): Uint8Array
}

const encoder = new TextEncoder()
const LINE_END = 0x0a
const COMMA = 0x2c

/** ndjson: one JSON text a line. Ready lines pass as they are. */
export const ndjson: StreamFormat = {
  contentType: 'application/x-ndjson; charset=utf-8',
  opening: encoder.encode(' '),
  encode: (event) => (event instanceof Uint8Array ? event : encoder.encode(`${JSON.stringify(event)}\n`)),
}

/**
 * serverSentEvents: `data:` with one JSON text, and `id:` when the event has a sequence number, which the browser
 * sends back as Last-Event-ID. Ready lines become one event with an array, since an event a record is 20 times slower.
 */
export const serverSentEvents: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: encoder.encode(':\n\n'),
  encode: (event) => {
    if (event instanceof Uint8Array) return arrayOfLines(event)
    const sequence = 'sequence' in event && typeof event.sequence === 'number' ? event.sequence : null
    const id = sequence === null ? '' : `id: ${sequence}\n`
    return encoder.encode(`${id}data: ${JSON.stringify(event)}\n\n`)
  },
}

function arrayOfLines(lines: Uint8Array): Uint8Array {
  const end = lines.at(-1) === LINE_END ? lines.length - 1 : lines.length
  const items = lines.slice(0, end)
  // JSON text holds no raw line end, so each one here parts two records.
  for (let i = items.indexOf(LINE_END); i !== -1; i = items.indexOf(LINE_END, i + 1)) items[i] = COMMA
  return Buffer.concat([encoder.encode('data: ['), items, encoder.encode(']\n\n')])
}
