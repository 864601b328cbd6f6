import { request } from '../api.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { RecordReading } from './record-reading.ts'

/** The worker's side of the conversation: one reading for one page. */

const port = globalThis as unknown as {
  postMessage(message: FromWorker): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

/** One `changed` until the page looks: a page that is busy must not find a thousand messages in its queue. */
let told = false

const reading = new RecordReading({
  request,
  pause,
  changed: () => {
    if (told) return
    told = true
    port.postMessage({ type: 'changed' })
  },
})

port.onmessage = ({ data }) => {
  switch (data.type) {
    case 'open':
      return reading.open(data.request)
    case 'suspend':
      return reading.suspend()
    case 'resume':
      return reading.resume()
    case 'goOn':
      return reading.goOn()
    case 'close':
      return reading.close()
    case 'look':
      told = false
      return port.postMessage({ type: 'view', view: reading.look(data.window, data.hold, data.fields) })
    case 'record':
      return port.postMessage({ type: 'record', id: data.id, record: reading.record(data.sequence) })
    case 'fields':
      return port.postMessage({ type: 'fields', id: data.id, fields: reading.fields() })
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
