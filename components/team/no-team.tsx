'use client'

import { leave } from '#components/shell/user-menu.tsx'
import { Button } from '#components/ui/button.tsx'
import { AuthFrame } from './auth-frame.tsx'

/** NoTeam stands where somebody has an account and no team: who can give one, and the way out. */
export function NoTeam({ email }: { email: string }) {
  return (
    <AuthFrame
      title="You are in no team"
      lead={`Profiles belong to teams. Ask an owner or admin of yours to add ${email}.`}
    >
      <div>
        <Button onClick={() => void leave()}>Sign out</Button>
      </div>
    </AuthFrame>
  )
}
