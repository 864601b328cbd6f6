import {
  type CheckEvent,
  type CheckStep,
  type CheckStepName,
  checkSteps,
  type Verdict,
} from '#lib/shared/check.ts'
import type { ApiError } from '#lib/shared/error-code.ts'

/** CheckState is a check as it stands: idle, running, or ended with a verdict or a failure of its own. */
export interface CheckState {
  phase: 'idle' | 'running' | 'ended'
  steps: Readonly<Partial<Record<CheckStepName, CheckStep>>>
  verdict: Verdict | null
  /** The check itself could not run, or broke off. */
  error: ApiError | null
}

export const idleCheck: CheckState = { phase: 'idle', steps: {}, verdict: null, error: null }
export const startedCheck: CheckState = { ...idleCheck, phase: 'running' }

/** reduceCheck takes one event of the stream into the state. */
export function reduceCheck(state: CheckState, event: CheckEvent): CheckState {
  switch (event.type) {
    case 'step':
      return { ...state, steps: { ...state.steps, [event.step]: event } }
    case 'verdict':
      return { ...state, phase: 'ended', verdict: event }
    case 'failed':
      return endCheck(state, event.error)
  }
}

/** endCheck ends a check without a verdict; steps that were running did not finish. */
export function endCheck(state: CheckState, error: ApiError | null): CheckState {
  const steps: Partial<Record<CheckStepName, CheckStep>> = {}
  for (const name of checkSteps) {
    const step = state.steps[name]
    if (step && step.status !== 'running') steps[name] = step
  }
  return { phase: 'ended', steps, verdict: null, error }
}
