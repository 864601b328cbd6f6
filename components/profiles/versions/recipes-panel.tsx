import type { ReactNode } from 'react'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { KafkaFacts } from '#lib/shared/credential.ts'

/** RecipesPanel tells how a credential is renewed with Juju: the charm has no way to change a password in place. */
export function RecipesPanel({ facts }: { facts: KafkaFacts }) {
  const second = 'data-integrator-next'
  return (
    <Panel title="How to rotate">
      <p className="pb-2 text-sm text-muted">
        The password of a relation can’t be changed. A new relation makes a new user; paste what it prints,
        and it is recognised as the rotation of this profile.
      </p>
      <Recipe title="Without downtime: a second data-integrator">
        <CommandLine command={`juju deploy data-integrator ${second} ${configOf(facts)}`} />
        <CommandLine command={`juju integrate ${second} kafka`} />
        <CommandLine command={`juju run ${second}/leader get-credentials`} />
        <p>Paste, check, promote, switch the applications over; then:</p>
        <CommandLine command="juju remove-application data-integrator" />
      </Recipe>
      <Recipe title="In place: the relation is made again">
        <p>The old user ends at the first line; nothing works until the new credentials are promoted.</p>
        <CommandLine command="juju remove-relation kafka data-integrator" />
        <CommandLine command="juju integrate kafka data-integrator" />
        <CommandLine command="juju run data-integrator/leader get-credentials" />
      </Recipe>
    </Panel>
  )
}

function Recipe({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group border-t border-line py-2 text-sm">
      <summary className="cursor-pointer font-medium">{title}</summary>
      <div className="flex flex-col gap-1.5 pt-2 text-muted">{children}</div>
    </details>
  )
}

function configOf({ topic, topicPrefix, roles }: KafkaFacts): string {
  const wanted = [
    topic === null ? null : `--config topic-name='${topic}${topicPrefix ? '*' : ''}'`,
    roles === null || roles.length === 0 ? null : `--config extra-user-roles=${roles.join(',')}`,
  ]
  return wanted.filter((part) => part !== null).join(' ')
}
