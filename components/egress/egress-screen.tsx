'use client'

import { useQuery } from '@tanstack/react-query'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { TeamFrame } from '#components/team/team-tabs.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { egressQuery } from '#lib/client/queries/egress.ts'
import type { EgressView } from '#lib/shared/egress-policy.ts'
import { EgressForm } from './egress-form.tsx'

/** EgressScreen says where credentials of the team may connect to; owners change the team's part of it. */
export function EgressScreen() {
  const { may } = useTeam()
  return (
    <TeamFrame>
      {may('egress.read') ? <Egress /> : <NotAllowed action="egress.read" what="see the egress policy" />}
    </TeamFrame>
  )
}

function Egress() {
  const { team, may } = useTeam()
  const { data, error, refetch } = useQuery(egressQuery(team.id))
  if (!data)
    return error ? (
      <Problem error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    )
  const { updatedAt, updatedBy } = data.team
  return (
    <>
      <PageHeader title="Egress policy">
        Where this server connects to with the team’s credentials. Every address is judged when it is dialled:
        the servers of a paste and every address that a broker advertises.
      </PageHeader>
      <Panel title={`The rules of ${team.name}`}>
        <div className="flex flex-col gap-3">
          {may('egress.manage') ? (
            <EgressForm key={updatedAt} initial={data.team} />
          ) : (
            <>
              <TeamRules team={data.team} />
              <p className="text-sm text-muted">
                Ask {rolesThatMay('egress.manage')} of the team to change it.
              </p>
            </>
          )}
          {updatedAt !== null && (
            <p className="text-xs text-muted">
              Last changed by {updatedBy}, <RelativeTime at={updatedAt} />
            </p>
          )}
        </div>
      </Panel>
      <ServerRules server={data.server} />
    </>
  )
}

function TeamRules({ team }: { team: EgressView['team'] }) {
  return (
    <>
      <p>{team.mode === 'list' ? 'Nothing but these:' : 'What the server allows, and these ports:'}</p>
      <RuleList rules={team.rules} none="No rules of the team’s own." />
    </>
  )
}

function ServerRules({ server }: { server: EgressView['server'] }) {
  return (
    <Panel title="The frame this server sets">
      <div className="flex flex-col gap-3 text-sm">
        {server.mode === 'list' ? (
          <>
            <p>The operator allows these addresses and nothing else (KEYSTREAM_EGRESS_ALLOW):</p>
            <RuleList rules={server.rules} none="Nothing." />
          </>
        ) : (
          <>
            <p>Private and public addresses, on the ports of the charms:</p>
            <p className="font-mono text-xs break-words">{server.ports.join(', ')}</p>
            <details>
              <summary className="cursor-pointer">Never reached, whatever the rules of a team say</summary>
              <ul className="mt-2 flex flex-col gap-0.5 font-mono text-xs text-muted">
                {server.neverReached.map((range) => (
                  <li key={range}>{range}</li>
                ))}
              </ul>
            </details>
          </>
        )}
      </div>
    </Panel>
  )
}

function RuleList({ rules, none }: { rules: readonly string[]; none: string }) {
  if (rules.length === 0) return <p className="text-muted">{none}</p>
  return (
    <ul className="flex flex-col gap-0.5 font-mono text-sm">
      {rules.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  )
}
