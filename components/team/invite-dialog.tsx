'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { inviteMember, membersKey } from '#lib/client/queries/members.ts'
import { grantableRoles, INVITATION_HOURS, InviteSchema, type SentInvitation } from '#lib/shared/member.ts'
import type { Role } from '#lib/shared/team.ts'
import { roleOptions } from './role-words.ts'

/** InviteDialog invites one address. Where no e-mail goes out, it shows the link once, to be handed on. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const formId = useId()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [wrong, setWrong] = useState<string>()
  const invite = useMutation({
    mutationFn: (body: { email: string; role: Role }) => inviteMember(team.id, body),
    onSuccess: () => client.invalidateQueries({ queryKey: membersKey(team.id) }),
  })
  const refused = invite.error instanceof ApiFailure ? invite.error.error : null
  const ofField = refused?.field === 'email' ? refused.message : undefined

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = InviteSchema.safeParse({ email, role })
    setWrong(parsed.error?.issues[0]?.message)
    if (parsed.success) invite.mutate(parsed.data)
  }

  if (invite.data) {
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={invite.data.mailed ? 'The invitation is on its way' : 'Hand this link on'}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <Sent sent={invite.data} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Invite somebody to ${team.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={invite.isPending}>
            Invite
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <Field
          label="E-mail"
          error={wrong ?? ofField}
          hint="Only who has this address can use the invitation."
        >
          {(control) => (
            <Input
              {...control}
              type="email"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role">
          {(control) => (
            <Select
              {...control}
              value={role}
              options={roleOptions(grantableRoles(team.role))}
              onValueChange={setRole}
            />
          )}
        </Field>
        {invite.error && ofField === undefined && <Problem error={invite.error} />}
      </form>
    </Dialog>
  )
}

function Sent({ sent }: { sent: SentInvitation }) {
  const { email, role } = sent.invitation
  return (
    <div className="flex flex-col gap-3">
      {sent.mailProblem !== null && (
        <Notice tone="warn" role="alert" title="No e-mail went out" advice={sent.mailProblem} />
      )}
      <p>
        {email} can join as {role}, once, within {INVITATION_HOURS} hours.{' '}
        {sent.link === null ? 'The link is in the e-mail alone.' : 'The link is shown this once.'}
      </p>
      {sent.link !== null && <CommandLine command={sent.link} />}
    </div>
  )
}
