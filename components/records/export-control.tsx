'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatBytes, formatCompact } from '#components/ui/format.ts'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { cancelExport, type ExportFormat, exportPath, exportQuery } from '#lib/client/queries/record-files.ts'
import type { RecordAddress } from '#lib/client/record-address.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { ExportProgress } from '#lib/shared/record-export.ts'
import { foundAddress } from './found-address.ts'

const formats = [
  { format: 'ndjson', label: 'NDJSON, which can be imported again' },
  { format: 'csv', label: 'CSV, for a spreadsheet' },
] as const satisfies { format: ExportFormat; label: string }[]

interface ExportControlProps {
  team: string
  profile: Profile
  topic: string
  address: RecordAddress
}

/**
 * ExportControl saves everything that the page's range and filter find, as the server reads it, which can be ended; or
 * takes it to the Produce page.
 */
export function ExportControl(props: ExportControlProps) {
  const { team, topic, address } = props
  const profile = props.profile.id
  const { mayWith } = useTeam()
  const router = useRouter()
  const [name, setName] = useState<string | null>(null)
  function begin(format: ExportFormat) {
    const made = crypto.randomUUID()
    const link = document.createElement('a')
    link.href = exportPath({ team, profile, name: made }, { address, topic, format })
    link.download = `${topic}.${format}`
    link.click()
    setName(made)
  }
  return (
    <>
      <Menu
        trigger={
          <Button
            size="icon"
            variant="ghost"
            aria-label="Export"
            title="Save or produce all that this range and filter find"
          >
            <Download />
          </Button>
        }
      >
        {formats.map(({ format, label }) => (
          <MenuItem key={format} onSelect={() => begin(format)}>
            {label}
          </MenuItem>
        ))}
        {mayWith(props.profile, 'job.start', 'use') && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => router.push(foundAddress({ team, profile, topic }, address))}>
              Produce what is found…
            </MenuItem>
          </>
        )}
      </Menu>
      {name !== null && (
        <RunningExport key={name} team={team} profile={profile} name={name} onClose={() => setName(null)} />
      )}
    </>
  )
}

function RunningExport({
  onClose,
  ...place
}: {
  team: string
  profile: string
  name: string
  onClose: () => void
}) {
  const progress = useQuery(exportQuery(place))
  const cancel = useMutation({ mutationFn: () => cancelExport(place) })
  const running = progress.isPending || progress.data?.state === 'running'
  return (
    <span
      role="status"
      aria-label="Export"
      className="inline-flex h-7 items-center gap-2 rounded-md border border-line bg-surface pl-2 text-sm tabular-nums"
    >
      <span className="max-w-80 truncate" title={wordsOf(progress.data)}>
        {progress.isError
          ? 'The export did not begin here: see the browser’s downloads.'
          : wordsOf(progress.data)}
      </span>
      {running ? (
        <Button size="sm" variant="ghost" pending={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      ) : (
        <Button size="icon-sm" variant="ghost" aria-label="Close the export" onClick={onClose}>
          <X />
        </Button>
      )}
    </span>
  )
}

function wordsOf(progress: ExportProgress | undefined): string {
  if (progress === undefined) return 'Export begins …'
  const { state, read, matched, total, bytes, skipped, undecodable, error } = progress
  const size = `${formatCompact(matched)} records, ${formatBytes(bytes)}`
  const left = skipped + undecodable
  const missing = left > 0 ? `; ${formatCompact(left)} were gone or can’t be read` : ''
  if (state === 'running')
    return `Exporting: ${size}${total > 0 ? `, ${Math.min(100, Math.floor((read / total) * 100))} %` : ''}`
  if (state === 'ended') return `Exported ${size}${missing}`
  if (state === 'cancelled') return `Export ended early: ${size}`
  return `Export failed: ${error?.message ?? ''}`
}
