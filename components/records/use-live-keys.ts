'use client'

import type { RefObject } from 'react'
import { type Command, useCommands } from '#components/shell/use-commands.ts'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import type { TopicFacts } from '#lib/shared/topic.ts'
import type { LiveReading } from './use-live-reading.ts'

export interface LiveKeysOptions {
  /** Keys and commands act on one pane at a time. */
  active: boolean
  reading: LiveReading
  topics: readonly TopicFacts[]
  filterInput: RefObject<HTMLInputElement | null>
  onColumns: () => void
  onCopyLink: () => void
  onTopic: (topic: string) => void
  /** Null when there is no room for another pane. */
  onBeside: ((topic: string | null) => void) | null
  onClosePane: (() => void) | null
}

/** useLiveKeys offers the live page's keys, and the same in the palette, for the pane that is worked in. */
export function useLiveKeys(options: LiveKeysOptions): void {
  const { active, reading, topics, filterInput, onColumns, onCopyLink, onTopic, onBeside, onClosePane } =
    options
  const { state, control, follow, pause, step } = reading
  const group = 'Live'
  const toggleFollow = state.following ? pause : follow
  const toggleRun = control.gate === 'stopped' ? control.start : control.stop
  const filter = () => filterInput.current?.focus()
  const keys = [
    { keys: 'f', label: 'Follow or pause', group, run: toggleFollow },
    { keys: '/', label: 'Filter', group, run: filter },
    { keys: 's', label: 'Stop or start reading', group, run: toggleRun },
    { keys: 'j', label: 'Next record', group, repeats: true, run: () => step(1) },
    { keys: 'k', label: 'Previous record', group, repeats: true, run: () => step(-1) },
    { keys: 'c', label: 'Columns', group, run: onColumns },
    { keys: 'l', label: 'Copy link to this search', group, run: onCopyLink },
    ...(onBeside === null
      ? []
      : [{ keys: 'b', label: 'Another topic beside this one', group, run: () => onBeside(null) }]),
  ]
  useShortcuts(active ? keys : [])

  const action = (id: string, title: string, hint: string, run: () => void): Command => ({
    ...{ id: `live ${id}`, title, hint, run },
    group: 'Actions',
    keywords: 'live records',
  })
  const commands = [
    action(
      'follow',
      state.following ? 'Pause at these records' : 'Follow the newest records',
      'F',
      toggleFollow,
    ),
    action('run', control.gate === 'stopped' ? 'Start reading' : 'Stop reading', 'S', toggleRun),
    action('columns', 'Choose columns', 'C', onColumns),
    action('link', 'Copy link to this search', 'L', onCopyLink),
    ...(onBeside === null
      ? []
      : [action('beside', 'Another topic beside this one', 'B', () => onBeside(null))]),
    ...(onClosePane === null ? [] : [action('close', 'Close this pane', '', onClosePane)]),
    ...topics.map((each) => ({
      id: `topic ${each.name}`,
      title: each.name,
      group: 'Topics',
      hint: 'read live',
      run: () => onTopic(each.name),
    })),
    ...(onBeside === null
      ? []
      : topics.map((each) => ({
          id: `beside ${each.name}`,
          title: each.name,
          group: 'Topics',
          hint: 'read beside',
          run: () => onBeside(each.name),
        }))),
  ]
  useCommands(active ? commands : [])
}
