import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** What a build is made of, besides installed packages, which the lockfile stands for. */
const sources = [
  ...['app', 'components', 'lib', 'public', 'proxy.ts', 'instrumentation.ts'],
  ...['next.config.js', 'tsconfig.json', 'package.json', 'package-lock.json'],
]

export const serverFile = (root: string) => path.join(root, '.next', 'standalone', 'server.js')
/** The last thing that the build script makes; before it, it may make `public`, which is a source. */
export const lastProduct = (root: string) => path.join(root, '.next', 'standalone', '.next', 'static')

/** Tests change without changing the product. */
const isTest = (name: string) => /\.(test|broker\.test|property\.test)\.tsx?$/.test(name)

async function newest(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  if (found === null) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = (await readdir(file)).filter((name) => !isTest(name))
  const times = await Promise.all(names.map((name) => newest(path.join(file, name))))
  // A folder's own time tells of files that were removed.
  return Math.max(found.mtimeMs, ...times)
}

/** isBuildFresh tells whether the built server is newer than everything that it is made of. */
export async function isBuildFresh(root: string): Promise<boolean> {
  const [server, built] = await Promise.all(
    [serverFile(root), lastProduct(root)].map((file) => stat(file).catch(() => null)),
  )
  if (server == null || built == null) return false
  const times = await Promise.all(sources.map((name) => newest(path.join(root, name))))
  return Math.max(...times) < built.mtimeMs
}

/** build runs `npm run build`, its output on our standard error. Throws when it fails. */
export async function build(root: string): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`npm run build failed with ${code ?? 'a signal'}: see above`)
}
