import { useEffect, useState, useSyncExternalStore } from 'react'
import { withStreamSlot } from '../stream-slot.ts'
import { usePageVisible } from '../use-page-visible.ts'
import { emptyView, type ReadRequest, type StreamView } from './protocol.ts'
import { openRecordStream, type RecordStream } from './record-stream.ts'

/** Numbers that change more often can't be read. */
const GLANCE_MS = 250

/** StreamGate says what keeps the stream from running, if anything does. */
export type StreamGate = 'open' | 'hidden' | 'other-tabs' | 'stopped'

export interface UseRecordStream {
  /** Null until the worker stands, and on the server. */
  stream: RecordStream | null
  gate: StreamGate
  /** stop closes the connection until start; start also tries again after a failure. */
  stop: () => void
  start: () => void
  /** goOn reads on where a reading was ended before the range's end. */
  goOn: () => void
  /** restart reads the range anew. */
  restart: () => void
}

/**
 * useRecordStream reads what is asked for while this tab is seen and one of the browser's places for a stream is
 * free. A request with another path or start begins a new reading; null reads nothing.
 */
export function useRecordStream(request: ReadRequest | null): UseRecordStream {
  const [stream, setStream] = useState<RecordStream | null>(null)
  const [stopped, setStopped] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [readings, setReadings] = useState(0)
  const [attempts, setAttempts] = useState(0)
  const visible = usePageVisible()
  const { path = '', from = '', maySkip = false } = request ?? {}

  useEffect(() => {
    const opened = openRecordStream()
    // The worker exists only in a browser, so the first render has none.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setStream(opened)
    return () => opened.dispose()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a restart is a new reading of the same request
  useEffect(() => {
    if (stream === null || path === '') return
    stream.open({ path, from, maySkip })
    return () => stream.close()
  }, [stream, path, from, maySkip, readings])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever begins a reading, or an attempt, runs it
  useEffect(() => {
    if (stream === null || path === '' || stopped || !visible) return
    const abort = new AbortController()
    const { signal } = abort
    const slot = { signal, waiting: () => setWaiting(true) }
    withStreamSlot(slot, async () => {
      setWaiting(false)
      if (signal.aborted) return
      stream.resume()
      await over(stream, signal)
    }).catch(() => undefined)
    return () => {
      abort.abort()
      setWaiting(false)
      stream.suspend()
    }
  }, [stream, path, from, maySkip, readings, attempts, stopped, visible])

  function start() {
    setStopped(false)
    setAttempts((count) => count + 1)
  }

  return {
    stream,
    gate: !visible ? 'hidden' : stopped ? 'stopped' : waiting ? 'other-tabs' : 'open',
    stop: () => setStopped(true),
    start,
    goOn: () => {
      stream?.goOn()
      start()
    },
    restart: () => {
      setStopped(false)
      setReadings((count) => count + 1)
    },
  }
}

/** Resolves when the stream needs no connection any more, or the signal aborts. */
function over(stream: RecordStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = stream.subscribe(() => {
      const { phase } = stream.getView()
      if (phase === 'ended' || phase === 'failed') finish()
    })
    function finish() {
      unsubscribe()
      resolve()
    }
    signal.addEventListener('abort', finish)
  })
}

const noSubscription = () => () => undefined
const noView = () => emptyView

/** useStreamView gives every view as it comes, once a frame at most. */
export function useStreamView(stream: RecordStream | null): StreamView {
  return useSyncExternalStore(stream?.subscribe ?? noSubscription, stream?.getView ?? noView, noView)
}

/** useStreamGlance gives a view four times a second at most, and at once when the phase changes: for numbers. */
export function useStreamGlance(stream: RecordStream | null): StreamView {
  const [view, setView] = useState(emptyView)
  useEffect(() => {
    if (stream === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let phase = emptyView.phase
    const show = () => {
      timer = undefined
      const next = stream.getView()
      phase = next.phase
      setView(next)
    }
    const unsubscribe = stream.subscribe(() => {
      if (stream.getView().phase !== phase) {
        clearTimeout(timer)
        show()
      } else {
        timer ??= setTimeout(show, GLANCE_MS)
      }
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [stream])
  return view
}
