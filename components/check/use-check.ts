'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure, apiErrorOf, isAbort } from '#lib/client/api.ts'
import { meQuery } from '#lib/client/queries/me.ts'
import { profilePath, profilesKey } from '#lib/client/queries/profiles.ts'
import { readNdjson } from '#lib/client/stream.ts'
import { CheckEventSchema } from '#lib/shared/check.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import { type CheckState, endCheck, idleCheck, reduceCheck, startedCheck } from './check-state.ts'

const broken: ApiError = {
  code: 'unavailable',
  message: 'The check broke off before its end.',
  advice: 'Run it again.',
}

export interface CheckControl {
  state: CheckState
  run: () => void
  stop: () => void
}

export interface CheckPlace {
  team: string
  profile: string
  /** A version other than the one in use. */
  version?: number
}

/** useCheck runs the connection check of a profile and follows its steps. Leaving the page stops it. */
export function useCheck({ team, profile, version }: CheckPlace): CheckControl {
  const [state, setState] = useState<CheckState>(idleCheck)
  const running = useRef<AbortController>(null)
  const client = useQueryClient()

  const stop = useCallback(() => running.current?.abort(), [])
  useEffect(() => stop, [stop])

  const run = useCallback(() => {
    running.current?.abort()
    const abort = new AbortController()
    running.current = abort
    setState(startedCheck)
    void follow()

    async function follow() {
      const place = version === undefined ? '' : `/versions/${version}`
      const events = readNdjson(`${profilePath(team, profile)}${place}/check`, {
        method: 'POST',
        body: {},
        schema: CheckEventSchema,
        signal: abort.signal,
      })
      try {
        for await (const event of events) setState((before) => reduceCheck(before, event))
        // A stream that just ends was cut; a verdict or a failure has set the phase already.
        setState((before) => (before.phase === 'running' ? endCheck(before, broken) : before))
        await client.invalidateQueries({ queryKey: profilesKey(team) })
      } catch (caught) {
        if (isAbort(caught)) {
          if (running.current === abort) setState((before) => endCheck(before, null))
          return
        }
        if (caught instanceof ApiFailure && caught.status === 401) {
          void client.invalidateQueries({ queryKey: meQuery().queryKey })
        }
        setState((before) => endCheck(before, apiErrorOf(caught)))
      }
    }
  }, [client, team, profile, version])

  return { state, run, stop }
}
