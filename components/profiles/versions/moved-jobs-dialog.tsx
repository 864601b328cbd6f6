'use client'

import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { MovedJob } from '#lib/shared/rotation.ts'

/** MovedJobsDialog tells of each job that was moved at a promotion how it goes on, or why it does not. */
export function MovedJobsDialog({ moved, onClose }: { moved: readonly MovedJob[]; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={moved.length === 1 ? 'One job was moved' : `${moved.length} jobs were moved`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ul className="flex flex-col gap-2 text-sm">
        {moved.map((job) => (
          <li key={job.from}>
            <span className="font-medium">{job.name}</span>
            <span className={`block ${job.to === null ? 'text-warn' : 'text-muted'}`}>
              {job.to === null && 'Not moved: '}
              {job.message}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
