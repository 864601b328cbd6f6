import { Argument, type Command } from 'commander'
import { type SnippetKind, SnippetKindSchema } from '#lib/shared/snippet.ts'
import type { SnippetCommandOptions } from './commands/snippet-command.ts'
import type { StartJob } from './program.ts'

/** addSnippetCommand describes `snippet`; `command` has the options of all commands on a cluster already. */
export function addSnippetCommand(command: Command, start: StartJob): void {
  command
    .description('print a complete program that produces and consumes with these credentials')
    .addArgument(new Argument('<kind>', 'what for').choices(SnippetKindSchema.options))
    .option('--output <folder>', 'write its files there, instead of printing them')
    .option('--with-secrets', 'password and key in its text; default: from the environment and a file')
    .action((kind: SnippetKind, options: SnippetCommandOptions & { json?: boolean }) =>
      start(
        async (screen) =>
          (await import('./commands/snippet-command.ts')).snippetCommand(kind, options, screen),
        options,
      ),
    )
}
