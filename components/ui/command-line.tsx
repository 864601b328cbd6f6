'use client'

import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'

/** CommandLine shows a command to run elsewhere, with a button that copies it. */
export function CommandLine({ command, className }: { command: string; className?: string }) {
  return (
    <div
      className={classNames(
        'flex items-start gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5',
        className,
      )}
    >
      <code className="min-w-0 flex-1 py-1 font-mono text-sm break-words whitespace-pre-wrap text-ink">
        {command}
      </code>
      <CopyButton text={command} label="Copy command" />
    </div>
  )
}
