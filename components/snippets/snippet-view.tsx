'use client'

import { Download } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { saveFile } from '#components/vault/save-file.ts'
import type { Snippet, SnippetFile } from '#lib/shared/snippet.ts'

/** SnippetView shows a program: its files, and beside them how it is run. */
export function SnippetView({ snippet }: { snippet: Snippet }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        {snippet.files.map((file) => (
          <FilePanel key={file.name} file={file} />
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
        <Panel title="Run it">
          <ol className="flex flex-col gap-3">
            {snippet.steps.map(({ label, command }) => (
              <li key={command} className="flex flex-col gap-1">
                <span className="text-sm">{label}</span>
                <CommandLine command={command} />
              </li>
            ))}
          </ol>
        </Panel>
        <Panel title="Good to know">
          <ul className="flex list-disc flex-col gap-1.5 pl-4 text-sm text-muted">
            {snippet.notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  )
}

function FilePanel({ file }: { file: SnippetFile }) {
  const base = file.name.split('/').at(-1) ?? file.name
  return (
    <Panel
      flush
      title={<span className="font-mono text-sm font-medium break-all">{file.name}</span>}
      aside={
        <>
          {file.secret && <Badge tone="warn">holds a secret</Badge>}
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Download ${file.name}`}
            title={`Download ${file.name}`}
            onClick={() => saveFile(base, file.text, 'text/plain')}
          >
            <Download />
          </Button>
          <CopyButton text={file.text} label={`Copy ${file.name}`} />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label={file.name} tabIndex={0} className="overflow-x-auto px-3 py-2">
        <pre className="w-max font-mono text-sm leading-relaxed text-ink">{file.text}</pre>
      </section>
    </Panel>
  )
}
