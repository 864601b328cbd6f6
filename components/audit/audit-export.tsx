'use client'

import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { toast } from 'sonner'
import { useRecentProof, wantsProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { type AuditChoice, exportAudit } from '#lib/client/queries/audit.ts'

const formats = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'ndjson', label: 'NDJSON, a JSON object a line' },
] as const

/** AuditExport saves the events that fit as a file. It asks who is there, and is an event itself. */
export function AuditExport({ team, choice }: { team: string; choice: AuditChoice }) {
  const proof = useRecentProof()
  const save = useMutation({
    mutationFn: (format: 'csv' | 'ndjson') => proof.run(() => exportAudit(team, choice, format)),
    onSuccess: (blob, format) => saveFile(blob, `keystream-audit.${format}`),
    onError: (error) => {
      if (!wantsProof(error)) toast.error(apiErrorOf(error).message)
    },
  })
  return (
    <Menu
      trigger={
        <Button pending={save.isPending}>
          <Download />
          Export
        </Button>
      }
    >
      {formats.map(({ format, label }) => (
        <MenuItem key={format} onSelect={() => save.mutate(format)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address when the click is handled, not later.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
