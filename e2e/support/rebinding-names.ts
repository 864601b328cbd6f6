import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded into a server by NODE_OPTIONS=--import. The name `rebind-3.test` is an allowed address the first three times
 * that it is looked up, and a forbidden one from then on: what an attacker's name server does between check and use.
 */
export const ALLOWED = '127.0.0.2'
export const FORBIDDEN = '127.0.0.1'

const asked = new Map<string, number>()
const real = dns.lookup.bind(dns)

type Answer = (error: Error | null, address: unknown, family?: number) => void

function lookup(name: string, options: unknown, callback?: Answer): void {
  const answer = (typeof options === 'function' ? options : callback) as Answer
  const good = /^rebind-(\d+)\.test$/.exec(name)?.[1]
  if (good === undefined) {
    Reflect.apply(real, dns, callback === undefined ? [name, options] : [name, options, callback])
    return
  }
  const times = (asked.get(name) ?? 0) + 1
  asked.set(name, times)
  const address = times <= Number(good) ? ALLOWED : FORBIDDEN
  process.stdout.write(`${name} was looked up: ${address}\n`)
  const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true
  process.nextTick(() => (all ? answer(null, [{ address, family: 4 }]) : answer(null, address, 4)))
}

Object.assign(dns, { lookup })
syncBuiltinESMExports()
