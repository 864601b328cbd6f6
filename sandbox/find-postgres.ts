import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian and Ubuntu keep each version's programs beside the PATH. */
const DEBIAN_ROOT = '/usr/lib/postgresql'
/** The client's package alone brings neither. */
const programs = ['initdb', 'postgres', 'pg_isready']

/** findPostgres gives the folder of PostgreSQL's server programs, of the newest version found, or null without one. */
export function findPostgres(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...debianFolders(), ...onPath].find(hasPrograms) ?? null
}

function debianFolders(): string[] {
  try {
    const versions = readdirSync(DEBIAN_ROOT).sort((one, other) => Number(other) - Number(one))
    return versions.map((version) => join(DEBIAN_ROOT, version, 'bin'))
  } catch {
    return []
  }
}

function hasPrograms(folder: string): boolean {
  try {
    for (const program of programs) accessSync(join(folder, program), constants.X_OK)
    return true
  } catch {
    return false
  }
}
