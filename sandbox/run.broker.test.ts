import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

interface Line {
  readonly type: string
  readonly directory?: string
  readonly message?: string
  readonly users?: readonly { readonly username: string; readonly pastes: Readonly<Record<string, string>> }[]
  readonly user?: { readonly username: string }
}

it('prints the pastes, obeys while it runs, and an interrupt ends everything', async () => {
  const program = path.resolve(import.meta.dirname, 'run.ts')
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', program, '--json', '--topic', 'orders'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const exit = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse(String((await lines.next()).value)) as Line
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`)
    return next()
  }
  const ready = await next()
  expect(ready.type).toBe('ready')
  expect(ready.users).toHaveLength(4)
  const first = ready.users?.[0]
  expect(Object.keys(first?.pastes ?? {})).toEqual(['kafka4', 'kafka4-tls', 'kafka3', 'kafka3-tls'])
  expect(first?.pastes['kafka4']).toContain('\n  topic: orders\n')
  const added = await ask('add-user consumer orders')
  expect(added).toMatchObject({ type: 'user', user: { topic: 'orders', roles: 'consumer' } })
  expect(await ask(`remove-user ${added.user?.username}`)).toEqual({
    type: 'removed',
    username: added.user?.username,
  })
  expect(await ask(`remove-user ${added.user?.username}`)).toMatchObject({ type: 'error' })
  child.kill('SIGINT')
  expect(await exit).toEqual([0, null])
  await expect(access(ready.directory ?? '')).rejects.toThrow('ENOENT')
})
