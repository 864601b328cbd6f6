'use client'

import { History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import type { GroupFacts, Permission } from '#lib/shared/group.ts'
import type { Action } from '#lib/shared/team.ts'
import { DeleteGroup } from './delete-group.tsx'
import type { GroupPlace } from './group-view.tsx'
import { ResetDialog } from './reset-dialog.tsx'

export interface GroupActionsProps {
  place: GroupPlace
  facts: GroupFacts
  topic: string | null
  onLeave: (leaves: boolean) => void
}

/** GroupActions is what may be done with a group; what may not says why before it is tried. */
export function GroupActions({ place, facts, topic, onLeave }: GroupActionsProps) {
  const { may } = useTeam()
  const [open, setOpen] = useState<'reset' | 'delete' | null>(null)
  const close = (stays: boolean) => setOpen((before) => (stays ? before : null))
  const reset = permission(may, 'group.reset', facts.reset)
  const remove = permission(may, 'group.delete', facts.delete)
  // A plan may be looked at while the group is in use: only the role, or the protocol, stands against it.
  const mayPlan = may('group.reset') && facts.type !== 'share'
  return (
    <section aria-label="Actions" className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button disabled={!mayPlan} aria-describedby="why-no-reset" onClick={() => setOpen('reset')}>
          <History />
          Reset offsets…
        </Button>
        <Button disabled={!remove.allowed} aria-describedby="why-no-delete" onClick={() => setOpen('delete')}>
          <Trash2 />
          Delete group…
        </Button>
      </div>
      <div className="flex flex-col gap-0.5 text-sm text-muted">
        <p id="why-no-reset" hidden={reset.allowed}>
          Reset: {reset.reason}
          {mayPlan && ' A dry run is possible.'}
        </p>
        <p id="why-no-delete" hidden={remove.allowed}>
          Delete: {remove.reason}
        </p>
      </div>
      {open === 'reset' && <ResetDialog place={place} facts={facts} topic={topic} onOpenChange={close} />}
      {open === 'delete' && (
        <DeleteGroup place={place} facts={facts} onOpenChange={close} onLeave={onLeave} />
      )}
    </section>
  )
}

function permission(may: (action: Action) => boolean, action: Action, told: Permission): Permission {
  if (may(action)) return told
  return { allowed: false, reason: `your role can’t do that. Ask ${rolesThatMay(action)} of the team.` }
}
