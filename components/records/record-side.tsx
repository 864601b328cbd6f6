'use client'

import { Dialog } from 'radix-ui'
import type { KeyboardEvent, RefObject } from 'react'
import type { TimeStyle } from '#lib/client/time-style.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { RecordDetail } from './record-detail.tsx'
import { type SelectedOptions, useSelectedRecord } from './use-selected-record.ts'

export interface RecordSideProps {
  options: SelectedOptions
  heading: RefObject<HTMLHeadingElement | null>
  times: TimeStyle
  onStep: ((step: 1 | -1) => void) | null
  onClose: () => void
  onProduceAgain: ((record: KafkaRecord) => void) | null
  /** Escape: back to the list. */
  onLeave: () => void
  /** Beside the list, or over it. */
  beside: boolean
}

/** RecordSide shows the chosen record beside the list, or over it where there is no room beside. */
export function RecordSide(props: RecordSideProps) {
  const { options, heading, times, onStep, onClose, onProduceAgain, onLeave, beside } = props
  const selected = useSelectedRecord(options)
  const detail = (
    <RecordDetail
      topic={options.topic}
      selected={selected}
      times={times}
      onStep={onStep}
      onClose={onClose}
      onProduceAgain={onProduceAgain}
      heading={heading}
    />
  )
  if (beside) {
    return (
      <aside
        aria-label="Record"
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          onLeave()
        }}
        // `relative`: what only a screen reader reads scrolls with the record, and does not make the page longer.
        className="relative min-h-0 overflow-y-auto rounded-lg border border-line bg-surface p-3"
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
          className="fixed inset-x-0 bottom-0 z-50 mx-auto max-h-[88dvh] lg:max-w-3xl animate-appear overflow-y-auto rounded-t-xl border border-line bg-raised p-4 shadow-raised"
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
