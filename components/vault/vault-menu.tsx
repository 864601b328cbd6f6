'use client'

import { Archive, FileInput, MoreHorizontal, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { ExportBundle } from './export-bundle.tsx'

/** VaultMenu holds what is done with many profiles at once; nothing at all for who may do none of it. */
export function VaultMenu({ profiles }: { profiles: number }) {
  const { team, may } = useTeam()
  const [exporting, setExporting] = useState(false)
  const base = `/teams/${team.id}/profiles`
  if (!may('profile.import') && !may('profile.restore') && !may('bundle.export')) return null
  return (
    <>
      <Menu
        trigger={
          <Button size="icon" aria-label="More about profiles">
            <MoreHorizontal />
          </Button>
        }
      >
        {may('profile.import') && (
          <MenuItem asChild>
            <Link href={`${base}/import`}>
              <FileInput aria-hidden />
              Import many
            </Link>
          </MenuItem>
        )}
        {may('bundle.export') && (
          <MenuItem disabled={profiles === 0} onSelect={() => setExporting(true)}>
            <Archive aria-hidden />
            Export a sealed bundle
          </MenuItem>
        )}
        {may('profile.restore') && (
          <MenuItem asChild>
            <Link href={`${base}/deleted`}>
              <Trash2 aria-hidden />
              Recently deleted
            </Link>
          </MenuItem>
        )}
      </Menu>
      {exporting && <ExportBundle profiles={profiles} onClose={() => setExporting(false)} />}
    </>
  )
}
