import type { Tone } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { GroupType, ResetPartition } from '#lib/shared/group.ts'

/** groupAddress is a group's page. */
export function groupAddress(team: string, profile: string, group: string): string {
  return `/teams/${team}/profiles/${profile}/groups/${encodeURIComponent(group)}`
}

interface StateLook {
  readonly word: string
  readonly tone: Tone
  readonly dot: 'idle' | 'ok' | 'warn' | 'bad' | 'live'
  readonly meaning: string
}

const looks: Readonly<Record<string, StateLook>> = {
  Stable: { word: 'Stable', tone: 'ok', dot: 'ok', meaning: 'Members are reading.' },
  Empty: {
    word: 'Empty',
    tone: 'neutral',
    dot: 'idle',
    meaning: 'Nobody is in the group; its offsets are kept.',
  },
  PreparingRebalance: {
    word: 'Rebalancing',
    tone: 'warn',
    dot: 'warn',
    meaning: 'Members come or go; the group waits for all of them.',
  },
  CompletingRebalance: {
    word: 'Rebalancing',
    tone: 'warn',
    dot: 'warn',
    meaning: 'Partitions are being shared out.',
  },
  Assigning: { word: 'Assigning', tone: 'warn', dot: 'warn', meaning: 'Partitions are being shared out.' },
  Reconciling: {
    word: 'Reconciling',
    tone: 'warn',
    dot: 'warn',
    meaning: 'Members hand partitions over, one after the other.',
  },
  Dead: { word: 'Dead', tone: 'bad', dot: 'bad', meaning: 'The group is being removed.' },
}

/** stateLook says how a group's state is shown; one that we do not know is shown as Kafka calls it. */
export function stateLook(state: string | null): StateLook {
  if (state === null || state === '')
    return { word: 'Not told', tone: 'neutral', dot: 'idle', meaning: 'The cluster did not tell.' }
  return looks[state] ?? { word: state, tone: 'neutral', dot: 'idle', meaning: '' }
}

/** typeWords names a group's protocol. */
export const typeWords: Readonly<Record<GroupType, string>> = {
  classic: 'classic',
  consumer: 'new protocol (KIP-848)',
  share: 'share group',
  streams: 'streams group',
  unknown: 'not told',
}

/** countWords writes an offset or a count that came as text. */
export function countWords(count: string | null): string {
  return count === null ? '–' : formatCount(BigInt(count))
}

/** differenceWords writes a difference with its sign. */
export function differenceWords(difference: string | null): string {
  if (difference === null) return '–'
  const value = BigInt(difference)
  if (value === 0n) return '0'
  return value > 0n ? `+${formatCount(value)}` : `−${formatCount(-value)}`
}

/** outcomeWords says what a reset does, or did, with one partition. */
export function outcomeWords({ status, clamped, low, high, message }: ResetPartition): string {
  const place =
    clamped === 'low'
      ? `, held at the log’s beginning, ${countWords(low)}`
      : clamped === 'high'
        ? `, held at the log’s end, ${countWords(high)}`
        : ''
  switch (status) {
    case 'planned':
      return `will move${place}`
    case 'committed':
      return `moved${place}`
    case 'unchanged':
      return `stands there already${place}`
    case 'skipped':
      return `left alone: ${message ?? ''}`
    case 'failed':
      return `refused: ${message ?? ''}`
  }
}
