'use client'

import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { CommandLine } from '#components/ui/command-line.tsx'
import { formatDuration } from '#components/ui/format.ts'
import { Spinner } from '#components/ui/spinner.tsx'
import { type CheckStep, checkSteps } from '#lib/shared/check.ts'
import type { ErrorCode } from '#lib/shared/error-code.ts'
import type { CheckState } from './check-state.ts'
import { stepWords } from './step-words.ts'

type Status = CheckStep['status'] | 'waiting' | 'not-reached'

const looks: Readonly<Record<Status, { word: string; icon: ReactNode }>> = {
  waiting: { word: 'waiting', icon: <CircleDashed className="text-faint" /> },
  'not-reached': { word: 'not reached', icon: <CircleDashed className="text-faint" /> },
  running: { word: 'running', icon: <Spinner className="text-accent" /> },
  ok: { word: 'good', icon: <CircleCheck className="text-ok" /> },
  warning: { word: 'warning', icon: <TriangleAlert className="text-warn" /> },
  failed: { word: 'failed', icon: <CircleAlert className="text-bad" /> },
  skipped: { word: 'skipped', icon: <CircleMinus className="text-faint" /> },
}

export interface CheckLadderProps {
  state: CheckState
  /** What can be done here and now about a step that failed with this code. */
  remedies?: Partial<Record<ErrorCode, ReactNode>>
}

/** CheckLadder shows every step from the start, so that nothing moves when they turn green or red in place. */
export function CheckLadder({ state, remedies = {} }: CheckLadderProps) {
  return (
    <ol aria-label="Steps of the check" aria-busy={state.phase === 'running'}>
      {checkSteps.map((name) => {
        const step = state.steps[name]
        const status = step?.status ?? (state.phase === 'ended' ? 'not-reached' : 'waiting')
        const remedy = step?.status === 'failed' && step.code ? remedies[step.code] : undefined
        return <Rung key={name} name={name} step={step} status={status} remedy={remedy} />
      })}
    </ol>
  )
}

interface RungProps {
  name: (typeof checkSteps)[number]
  step: CheckStep | undefined
  status: Status
  remedy: ReactNode
}

function Rung({ name, step, status, remedy }: RungProps) {
  const { word, icon } = looks[status]
  const quiet = status === 'waiting' || status === 'not-reached' || status === 'skipped'
  return (
    <li
      className={classNames(
        'grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2 px-3 py-1.5',
        'min-[560px]:grid-cols-[1.25rem_9.5rem_minmax(0,1fr)_auto]',
        status === 'failed' && 'bg-bad-soft',
        status === 'warning' && 'bg-warn-soft',
      )}
    >
      <span aria-hidden className="flex h-[1.375rem] items-center [&_svg]:size-[18px]">
        {icon}
      </span>
      <span className={classNames('font-medium', quiet && 'text-muted')}>
        {stepWords[name].name}
        <span className="sr-only">: {word}</span>
      </span>
      <div
        className={classNames(
          'min-w-0 text-sm leading-[1.375rem] break-words text-muted',
          'max-[560px]:col-span-2 max-[560px]:col-start-2 max-[560px]:row-start-2',
        )}
      >
        {step?.detail || stepWords[name].question}
        {step && (step.advice || step.command) && (
          <span className="block pt-1 text-ink">
            {step.advice}
            {step.command && <CommandLine command={step.command} className="mt-1.5 bg-surface" />}
          </span>
        )}
        {remedy}
      </div>
      <span className="min-w-14 text-right text-xs leading-[1.375rem] text-muted">
        {step?.milliseconds !== undefined && status !== 'running' && formatDuration(step.milliseconds)}
      </span>
    </li>
  )
}
