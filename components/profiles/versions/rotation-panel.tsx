'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { tickRotation, versionsKey } from '#lib/client/queries/versions.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Rotation, RotationStep } from '#lib/shared/rotation.ts'

/** RotationPanel holds what is left of a rotation: the applications, then the end of the old user. */
export function RotationPanel({ profile, rotation }: { profile: Profile; rotation: Rotation }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const mayTick = may('version.promote') && profile.rights.includes('edit')
  // At the click itself: what a mutation says of itself comes a moment later, and the box would jump back meanwhile.
  const [wanted, setWanted] = useState<{ step: RotationStep; done: boolean } | null>(null)
  const tick = useMutation({
    mutationFn: (request: { step: RotationStep; done: boolean }) =>
      tickRotation(team.id, profile.id, request),
    onSuccess: () => client.invalidateQueries({ queryKey: versionsKey(team.id, profile.id) }),
    onSettled: () => setWanted(null),
  })
  const { from, to } = rotation
  const [old, now] = [from.facts.username ?? 'the old user', to.facts.username ?? 'the new user']
  const step = (name: RotationStep, label: string, children?: ReactNode) => {
    const done = rotation.ticks.find((each) => each.step === name)
    return (
      <li className="flex flex-col gap-2">
        <Checkbox
          label={<span className="font-medium">{label}</span>}
          hint={
            done && (
              <>
                {done.by === null ? 'noticed by the light check ' : `ticked by ${done.by} `}
                <RelativeTime at={done.at} />
              </>
            )
          }
          checked={wanted?.step === name ? wanted.done : done !== undefined}
          disabled={!mayTick || tick.isPending}
          onCheckedChange={(checked) => {
            setWanted({ step: name, done: checked })
            tick.mutate({ step: name, done: checked })
          }}
        />
        {!done && children && <div className="flex flex-col gap-1.5 pl-6 text-sm text-muted">{children}</div>}
      </li>
    )
  }
  return (
    <Panel title={`Rotation from ${old} to ${now}`}>
      <ol className="flex flex-col gap-3">
        <Done>Version {to.version} was pasted and promoted.</Done>
        {step(
          'moved',
          'The applications use the new credentials',
          <p>
            Whatever else was given {old}’s password has to be given {now}’s. Keystream’s own pages and new
            jobs use it already.
          </p>,
        )}
        {step(
          'removed',
          `${old} is removed from the cluster`,
          <>
            <p>Its relation ends the user and its rights at once. Made again in place:</p>
            <CommandLine command="juju remove-relation kafka data-integrator" />
            <p>With a second data-integrator beside it, once everything has switched over:</p>
            <CommandLine command="juju remove-application data-integrator" />
            <p>With the hourly light check on, Keystream notices the removal and ticks this off.</p>
          </>,
        )}
      </ol>
      {tick.error && <Problem error={tick.error} className="mt-3" />}
    </Panel>
  )
}

function Done({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <CircleCheck role="img" aria-label="Done" className="mt-0.5 size-4 shrink-0 text-ok" />
      <span>{children}</span>
    </li>
  )
}
