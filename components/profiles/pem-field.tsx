'use client'

import { FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { readTextFile } from './read-text-file.ts'

export interface PemFieldProps {
  label: string
  hint: ReactNode
  kind: 'certificate' | 'key'
  value: string
  error: string | undefined
  onValueChange: (value: string) => void
}

/** PemField takes a PEM text by paste, by drop or from a file; a key is shown as dots. */
export function PemField({ label, hint, kind, value, error, onValueChange }: PemFieldProps) {
  const file = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string>()

  async function take(taken: File | undefined) {
    if (!taken) return
    const text = await readTextFile(taken)
    setRefused(text === null ? 'That file is too large to be a certificate or a key.' : undefined)
    if (text !== null) onValueChange(text)
  }

  return (
    <Field
      label={label}
      hint={hint}
      error={refused ?? error}
      aside={
        <Button size="sm" variant="ghost" className="-my-1.5 !h-6" onClick={() => file.current?.click()}>
          <FileUp />
          File
        </Button>
      }
    >
      {(control) => (
        <>
          <Textarea
            {...control}
            mono
            rows={3}
            placeholder={kind === 'key' ? '-----BEGIN PRIVATE KEY-----' : '-----BEGIN CERTIFICATE-----'}
            className={classNames('!text-xs', kind === 'key' && '[-webkit-text-security:disc]')}
            value={value}
            onChange={(event) => {
              setRefused(undefined)
              onValueChange(event.target.value)
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              if (!event.dataTransfer.files[0]) return
              event.preventDefault()
              void take(event.dataTransfer.files[0])
            }}
          />
          <input
            ref={file}
            type="file"
            aria-label={`File for ${label.toLowerCase()}`}
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </>
      )}
    </Field>
  )
}
