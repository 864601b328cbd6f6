'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { profileQuery, profilesKey, updateProfile } from '#lib/client/queries/profiles.ts'

export interface AcceptOtherNameProps {
  profile: string
  /** Runs the check again, with the profile as it is then. */
  onAccepted: () => void
}

/** AcceptOtherName does what the step advises when a certificate is for other names: this profile stops comparing them. */
export function AcceptOtherName({ profile, onAccepted }: AcceptOtherNameProps) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const accept = useMutation({
    mutationFn: () => updateProfile(team.id, profile, { verifyHostname: false }),
    onSuccess: (next) => {
      client.setQueryData(profileQuery(team.id, profile).queryKey, next)
      void client.invalidateQueries({ queryKey: profilesKey(team.id) })
      onAccepted()
    },
  })
  if (!may('profile.trust')) {
    return (
      <p className="mt-1.5 text-muted">
        Ask {rolesThatMay('profile.trust')} of the team to accept other names for this profile.
      </p>
    )
  }
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <Button size="sm" pending={accept.isPending} onClick={() => accept.mutate()}>
        Verify the authority, not the name
      </Button>
      {accept.error && <Problem error={accept.error} />}
    </div>
  )
}
