'use client'

import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { CreatedToken } from '#lib/shared/api-token.ts'

/** MadeToken shows a new token this once, and how it is used; closing it drops the text from the page. */
export function MadeToken({ made, onClose }: { made: CreatedToken; onClose: () => void }) {
  const { team } = useTeam()
  const push = `juju run data-integrator/leader get-credentials | keystream push --server ${window.location.origin} --team ${team.id}`
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Copy the token now"
      description={`“${made.token.name}” is not shown again.`}
      width="md"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-2.5">
          <output aria-label="API token" className="min-w-0 flex-1 font-mono text-sm break-all">
            {made.text}
          </output>
          <CopyButton text={made.text} label="Copy token" labelled />
        </div>
        {made.token.scopes.includes('profiles.write') && (
          <div className="flex flex-col gap-1.5">
            <p className="text-sm text-muted">
              Put it into <code className="font-mono">KEYSTREAM_TOKEN</code> where the script runs, never into
              its arguments. Then:
            </p>
            <CommandLine command={push} />
          </div>
        )}
      </div>
    </Dialog>
  )
}
