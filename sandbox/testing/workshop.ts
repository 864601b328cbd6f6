import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { withFileLock } from '../file-lock.ts'
import { runCommand } from '../run-command.ts'

/** Libraries come from registries the first time; a slow line may take minutes. */
export const FETCH_TIMEOUT_MS = 10 * 60_000

/** Where what is fetched once for client programs lies; it survives from run to run. */
const workshopFolder = path.resolve(import.meta.dirname, '..', '..', '.cache', 'snippets')

/**
 * onceInWorkshop makes a folder of the workshop unless it is there and whole, and gives its path. `name` holds the
 * versions, so that another version is another folder. A half-made one is made anew.
 */
export async function onceInWorkshop(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = path.join(workshopFolder, name)
  const whole = path.join(folder, '.whole')
  if (existsSync(whole)) return folder
  await mkdir(workshopFolder, { recursive: true })
  await withFileLock(path.join(workshopFolder, `${name}.lock`), FETCH_TIMEOUT_MS * 2, async () => {
    if (existsSync(whole)) return
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await make(folder)
    await writeFile(whole, '')
  })
  return folder
}

/** preparePython gives the interpreter of a virtual environment with the packages. */
export async function preparePython(name: string, packages: readonly string[]): Promise<string> {
  const folder = await onceInWorkshop(name, async (made) => {
    await runCommand('python3', ['-m', 'venv', made], { timeoutMs: FETCH_TIMEOUT_MS })
    const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...packages]
    await runCommand(path.join(made, 'bin', 'python'), pip, { timeoutMs: FETCH_TIMEOUT_MS })
  })
  return path.join(folder, 'bin', 'python')
}

/** isProgram tells whether the shell finds a program, before the tests get their names. */
export function isProgram(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return folders.some((folder) => existsSync(path.join(folder, name)))
}
