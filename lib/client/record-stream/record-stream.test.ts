import { expect, test } from 'vitest'
import { emptyView, type FromWorker, type ToWorker } from './protocol.ts'
import { RecordStream, type WorkerPort } from './record-stream.ts'

function stage() {
  const sent: ToWorker[] = []
  const frames: (() => void)[] = []
  const timers: (() => void)[] = []
  let now = 0
  const worker: WorkerPort = {
    onmessage: null,
    postMessage: (message) => sent.push(message),
    terminate: () => undefined,
  }
  const stream = new RecordStream({
    worker,
    nextFrame: (run) => frames.push(run),
    later: (run) => timers.push(run),
    now: () => now,
  })
  const say = (data: FromWorker) => worker.onmessage?.({ data } as MessageEvent<FromWorker>)
  const run = (list: (() => void)[]) => {
    for (const each of list.splice(0)) each()
  }
  return {
    stream,
    say,
    frame: () => run(frames),
    timer: () => run(timers),
    pass: (milliseconds: number) => (now += milliseconds),
    looks: () => sent.filter((message) => message.type === 'look').length,
    sent,
  }
}

const view = { type: 'view' as const, view: emptyView }

test('however often the worker has news, one question is under way and one a frame', () => {
  const { say, frame, looks } = stage()
  for (let times = 0; times < 5; times += 1) say({ type: 'changed' })
  frame()
  say({ type: 'changed' })
  frame()
  expect(looks()).toBe(1)
})

test('news right after an answer wait a little; then they are asked for', () => {
  const { say, frame, timer, pass, looks } = stage()
  say({ type: 'changed' })
  frame()
  pass(10)
  say(view)
  say({ type: 'changed' })
  frame()
  expect(looks()).toBe(1)
  pass(23)
  timer()
  frame()
  expect(looks()).toBe(2)
})

test('a scroll is asked for with the next frame, also when it came while a question was under way', () => {
  const { stream, say, frame, looks, sent } = stage()
  stream.look({ at: 10, count: 5 }, 0)
  frame()
  stream.look({ at: 20, count: 5 }, 0)
  frame()
  expect(looks()).toBe(1)
  say(view)
  frame()
  expect(sent.at(-1)).toEqual({ type: 'look', window: { at: 20, count: 5 }, hold: 0, fields: [] })
})

test('the same window is not asked for twice', () => {
  const { stream, frame, looks } = stage()
  stream.look({ at: 10, count: 5 }, 0)
  frame()
  stream.look({ at: 10, count: 5 }, 0)
  frame()
  expect(looks()).toBe(1)
})

test('other fields are asked for with the next frame, and the same ones only once', () => {
  const { stream, say, frame, sent } = stage()
  stream.showFields(['value.id'])
  frame()
  say(view)
  stream.showFields(['value.id'])
  frame()
  const looks = sent.filter((message) => message.type === 'look')
  expect(looks.map((look) => look.fields)).toEqual([['value.id']])
})

test('a record that is asked for when the page goes is answered with nothing', async () => {
  const { stream } = stage()
  const asked = stream.record(3)
  stream.dispose()
  expect(await asked).toBeNull()
})
