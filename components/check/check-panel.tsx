'use client'

import { Play, RotateCw, Square } from 'lucide-react'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { checkSteps } from '#lib/shared/check.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { AcceptOtherName } from './accept-other-name.tsx'
import { CheckLadder } from './check-ladder.tsx'
import type { CheckState } from './check-state.ts'
import { RightsTable } from './rights-table.tsx'
import { stepWords } from './step-words.ts'
import type { CheckControl } from './use-check.ts'
import { VerdictNotice } from './verdict-notice.tsx'

/** CheckPanel is the check of one profile: the ladder, its verdict, and predicted rights beside proved ones. */
export function CheckPanel({ profile, check }: { profile: Profile; check: CheckControl }) {
  const { mayWith } = useTeam()
  const { state, run, stop } = check
  const allowed = mayWith(profile, 'profile.check', 'use')
  const last = state.phase === 'idle' ? profile.lastCheck : null
  const advised = Object.values(state.steps).some(
    (step) => step.advice !== undefined && step.status === 'failed',
  )
  const verdict = state.verdict ?? last?.verdict ?? null
  return (
    <Panel
      flush
      title="Check"
      aside={
        <>
          {last && (
            <span className="text-xs text-muted">
              last <RelativeTime at={last.at} />
            </span>
          )}
          {state.phase === 'running' ? (
            <Button size="sm" onClick={stop}>
              <Square />
              Stop
            </Button>
          ) : (
            <Button size="sm" onClick={run} disabled={!allowed}>
              {state.phase === 'idle' && !last ? <Play /> : <RotateCw />}
              {state.phase === 'idle' && !last ? 'Run the check' : 'Run again'}
            </Button>
          )}
        </>
      }
    >
      {!allowed && (
        <p className="border-b border-line px-3 py-2 text-sm text-muted">
          Your role can’t run checks. Ask {rolesThatMay('profile.check')} of the team.
        </p>
      )}
      {state.error && <Problem error={state.error} className="m-3" />}
      {verdict && <VerdictNotice verdict={verdict} brief={advised} className="m-3" />}
      {state.phase === 'running' && !verdict && <Climbing state={state} />}
      {(state.phase !== 'idle' || !last) && (
        <div className="py-1.5">
          <CheckLadder
            state={state}
            remedies={{ broker_tls_name_mismatch: <AcceptOtherName profile={profile.id} onAccepted={run} /> }}
          />
        </div>
      )}
      {verdict && verdict.rights.length > 0 && (
        <div className="border-t border-line p-3">
          <RightsTable rights={verdict.rights} proved />
        </div>
      )}
    </Panel>
  )
}

/** Climbing stands where the verdict will be, in its size, so that the ladder below stays where it is. */
function Climbing({ state }: { state: CheckState }) {
  const running = checkSteps.findLast((name) => state.steps[name] !== undefined) ?? checkSteps[0]
  return (
    <div role="status" className="m-3 flex gap-2.5 rounded-lg border border-line bg-sunken px-3 py-2.5">
      <Spinner className="mt-0.5 !size-[18px] text-accent" />
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">Checking</p>
        <p className="text-xs text-muted">{stepWords[running].question}</p>
      </div>
    </div>
  )
}
