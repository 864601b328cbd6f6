import 'server-only'
import { HostUsageError } from './host-error.ts'

/** Longer than any password that is taken; keeps a wrong pipe from filling memory. */
const MAX_INPUT = 4_096
const ENTER = /[\r\n]/
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const DELETE = /[\u007f\b]/

/**
 * readPassword takes a password from standard input and never from an argument, which every user of the host could
 * see: the first line of a pipe or, at a terminal, two typed lines that are not shown. Throws HostUsageError.
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine(await readPipe())
  const first = await typeHidden('Password: ')
  const second = await typeHidden('Once more: ')
  if (first !== second) throw new HostUsageError('The two passwords differ.')
  return first
}

async function readPipe(): Promise<string> {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin as AsyncIterable<string>) {
    text += chunk
    if (text.length > MAX_INPUT || ENTER.test(text)) break
  }
  return text
}

function firstLine(text: string): string {
  return text.split(ENTER)[0] ?? ''
}

async function typeHidden(prompt: string): Promise<string> {
  const { stdin } = process
  process.stderr.write(prompt)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  let typed = ''
  try {
    for (;;) {
      const chunk = await nextChunk()
      for (const character of chunk) {
        if (character === CTRL_C || character === CTRL_D) throw new HostUsageError('Interrupted.')
        if (ENTER.test(character)) return typed
        if (DELETE.test(character)) typed = Array.from(typed).slice(0, -1).join('')
        else if (typed.length < MAX_INPUT) typed += character
      }
    }
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    process.stderr.write('\n')
  }
}

function nextChunk(): Promise<string> {
  const waiting = Promise.withResolvers<string>()
  process.stdin.once('data', (chunk: string) => {
    waiting.resolve(chunk)
  })
  process.stdin.resume()
  return waiting.promise
}
