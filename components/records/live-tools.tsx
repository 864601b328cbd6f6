'use client'

import { Columns2, Link2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { toast } from 'sonner'
import { Button } from '#components/ui/button.tsx'
import { writeClipboard } from '#components/ui/write-clipboard.ts'
import { formatRecordAddress, type RecordAddress } from '#lib/client/record-address.ts'
import type { RecordColumn } from '#lib/client/record-columns.ts'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { ColumnsControl } from './columns-control.tsx'
import { TimesControl } from './times-control.tsx'

export interface LiveToolsProps {
  address: RecordAddress
  stream: RecordStream | null
  columns: readonly RecordColumn[]
  columnsOpen: boolean
  onColumnsOpen: (open: boolean) => void
  onColumns: (columns: readonly RecordColumn[]) => void
  onAdjust: (part: Partial<RecordAddress>) => void
  /** Opens another topic beside this one; null when there is no room. */
  onAdd: (() => void) | null
  /** Closes this pane; null for the only one. */
  onClose: (() => void) | null
  /** The export of what matches. */
  children: ReactNode
}

/**
 * LiveTools is what is done with the list as a whole: how its times and columns are shown, a link to it, another
 * beside it.
 */
export function LiveTools(props: LiveToolsProps) {
  const { address, stream, columns, columnsOpen, onColumnsOpen, onColumns, onAdjust, onAdd, onClose } = props
  return (
    <div className="flex flex-wrap items-center gap-0.5">
      <TimesControl times={address.times} onChoose={(times) => onAdjust({ times })} />
      <ColumnsControl
        stream={stream}
        columns={columns}
        open={columnsOpen}
        onOpenChange={onColumnsOpen}
        onChange={onColumns}
      />
      {props.children}
      <Button
        size="icon"
        variant="ghost"
        aria-label="Copy link to this search"
        title="Copy link to this search (l)"
        onClick={() => void copySearchLink(address, columns)}
      >
        <Link2 />
      </Button>
      {onAdd !== null && (
        <Button
          size="icon"
          variant="ghost"
          aria-label="Another topic beside this one"
          title="Another topic beside this one (b)"
          onClick={onAdd}
        >
          <Columns2 />
        </Button>
      )}
      {onClose !== null && (
        <Button
          size="icon"
          variant="ghost"
          aria-label="Close this pane"
          title="Close this pane"
          onClick={onClose}
        >
          <X />
        </Button>
      )}
    </div>
  )
}

/** copySearchLink copies an address that shows the same topic, range, filter and columns, with no record chosen. */
export async function copySearchLink(
  address: RecordAddress,
  columns: readonly RecordColumn[],
): Promise<void> {
  const query = formatRecordAddress({ ...address, columns, selected: null })
  const { origin, pathname } = window.location
  if (await writeClipboard(`${origin}${pathname}?${query}`))
    toast.success('The link to this search is copied.')
  else toast.error('The link could not be copied: copy the page’s address instead.')
}
