'use client'

import { Dialog } from 'radix-ui'
import { type KeyboardEvent, type RefObject, useRef } from 'react'
import { RecordDetail } from './record-detail.tsx'
import { useMedia } from './use-media.ts'
import { type SelectedOptions, useSelectedRecord } from './use-selected-record.ts'

export interface RecordSideProps {
  options: SelectedOptions
  heading: RefObject<HTMLHeadingElement | null>
  onStep: ((step: 1 | -1) => void) | null
  onClose: () => void
}

/** RecordSide shows the chosen record beside the list, or over it where there is no room beside. */
export function RecordSide({ options, heading, onStep, onClose }: RecordSideProps) {
  const selected = useSelectedRecord(options)
  const beside = useMedia('(min-width: 1024px)')
  const here = useRef<HTMLElement>(null)
  const detail = (
    <RecordDetail
      topic={options.topic}
      selected={selected}
      onStep={onStep}
      onClose={onClose}
      heading={heading}
    />
  )
  if (beside) {
    return (
      <aside
        ref={here}
        aria-label="Record"
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          document.querySelector<HTMLElement>('[role=grid][aria-label=Records]')?.focus()
        }}
        className="min-h-0 overflow-y-auto rounded-lg border border-line bg-surface p-3"
      >
        {detail}
      </aside>
    )
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-(--scrim)" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[88dvh] animate-appear overflow-y-auto rounded-t-xl border border-line bg-raised p-4 shadow-raised"
        >
          <Dialog.Title className="sr-only">
            Record {options.place.partition}:{options.place.offset}
          </Dialog.Title>
          {detail}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
