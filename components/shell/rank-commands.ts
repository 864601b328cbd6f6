import { fuzzyScore } from './fuzzy.ts'
import type { Command } from './use-commands.ts'

/** With nothing typed a group shows its first few; what is typed searches all. */
const MAX_UNTYPED = 6
const MAX_FOUND = 50

export interface CommandGroup {
  name: string
  commands: Command[]
}

/** rankCommands gives the commands that answer what was typed, best first, in groups; the group of the best leads. */
export function rankCommands(commands: readonly Command[], typed: string): CommandGroup[] {
  const scored = commands.flatMap((command) => {
    const score = fuzzyScore(typed, `${command.title} ${command.keywords ?? ''} ${command.hint ?? ''}`)
    return score === null ? [] : [{ command, score }]
  })
  if (typed.trim() !== '') scored.sort((a, b) => b.score - a.score)
  const groups = new Map<string, Command[]>()
  for (const { command } of scored.slice(0, typed.trim() === '' ? undefined : MAX_FOUND)) {
    const group = groups.get(command.group) ?? []
    groups.set(command.group, group)
    if (typed.trim() !== '' || group.length < MAX_UNTYPED || command.group === 'Actions') group.push(command)
  }
  return [...groups].map(([name, list]) => ({ name, commands: list }))
}
