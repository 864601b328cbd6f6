'use client'

import { FileUp, FolderUp } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'

export interface FilePickerProps {
  onFiles: (files: File[]) => void
}

/** FilePicker takes many files: chosen, a whole folder, or dropped. */
export function FilePicker({ onFiles }: FilePickerProps) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)

  function take(list: FileList | null) {
    if (list && list.length > 0) onFiles([...list])
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }

  return (
    <section
      aria-label="Files to import"
      className={classNames(
        'flex flex-col items-center gap-3 rounded-lg border border-dashed px-4 py-8 text-center',
        over ? 'border-accent bg-accent-soft' : 'border-edge/60 bg-surface',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="max-w-prose text-muted">
        Drop files here: outputs of <code className="font-mono text-sm text-ink">get-credentials</code>, one
        or many in a file with a line <code className="font-mono text-sm text-ink">---</code> between them, or
        a sealed bundle.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onClick={() => files.current?.click()}>
          <FileUp aria-hidden />
          Choose files
        </Button>
        <Button onClick={() => folder.current?.click()}>
          <FolderUp aria-hidden />
          Choose a folder
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </section>
  )
}
