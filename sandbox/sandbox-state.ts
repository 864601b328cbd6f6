import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { SandboxUserSchema } from './sandbox-user.ts'

/** SandboxStateSchema is what a kept folder remembers, so that a second start serves the same pastes. */
export const SandboxStateSchema = z.object({
  version: z.literal(1),
  clusterId: z.string(),
  /** The nodes' port blocks, the first node's first. */
  bases: z.array(z.number().int()).min(1),
  lastRelation: z.number().int(),
  users: z.array(SandboxUserSchema),
})
export type SandboxState = z.infer<typeof SandboxStateSchema>

/** readState gives what a folder remembers, or null for a new folder. Throws when the file was damaged. */
export async function readState(file: string): Promise<SandboxState | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  let json: unknown = null
  try {
    json = JSON.parse(text)
  } catch {
    // The parser's own message would quote the file, which holds passwords.
  }
  const state = SandboxStateSchema.safeParse(json)
  if (!state.success) throw new Error(`${file} is damaged: remove its folder to begin anew`)
  return state.data
}

/** writeState replaces the file as a whole, readable by its owner alone. */
export async function writeState(file: string, state: SandboxState): Promise<void> {
  const fresh = `${file}.new`
  await writeFile(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await chmod(fresh, 0o600)
  await rename(fresh, file)
}
