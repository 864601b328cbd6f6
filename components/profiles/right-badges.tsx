import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { Right, RightId } from '#lib/shared/rights.ts'

const badges = [
  { letter: 'P', word: 'Produce', ids: ['topic.write'] },
  { letter: 'C', word: 'Consume', ids: ['topic.read', 'group.read'] },
  { letter: 'A', word: 'Admin', ids: ['cluster.admin'] },
] as const satisfies readonly { letter: string; word: string; ids: readonly RightId[] }[]

type Standing = 'proved' | 'predicted' | 'refused' | 'no' | 'unknown'

const looks: Readonly<
  Record<'proved' | 'predicted' | 'refused', { tone: Tone; words: string; extra: string }>
> = {
  proved: { tone: 'ok', words: 'proved by the last check', extra: '' },
  predicted: { tone: 'neutral', words: 'predicted, not proved yet', extra: 'border-dashed !border-edge' },
  refused: { tone: 'warn', words: 'predicted, but the cluster says no', extra: 'line-through' },
}

/** RightBadges are the letters P C A of a profile: who sees no colour reads dashes, strikes and the words. */
export function RightBadges({ rights }: { rights: readonly Right[] }) {
  const shown = badges.flatMap((badge) => {
    const standing = standingOf(rights, badge.ids)
    if (standing === 'no' || standing === 'unknown') return []
    const look = looks[standing]
    const danger = badge.letter === 'A' && standing !== 'refused'
    return [{ ...badge, ...look, tone: danger ? ('bad' as const) : look.tone }]
  })
  if (shown.length === 0) {
    const known = rights.some((right) => right.proved !== 'unknown' || right.predicted !== 'unknown')
    return <span className="text-xs whitespace-nowrap text-muted">{known ? 'none' : 'not known'}</span>
  }
  return (
    <span className="inline-flex gap-1">
      {shown.map(({ letter, word, tone, words, extra }) => (
        <Badge
          key={letter}
          tone={tone}
          title={`${word}: ${words}`}
          className={`justify-center font-semibold ${extra}`}
        >
          <span aria-hidden>{letter}</span>
          <span className="sr-only">
            {word}: {words}
          </span>
        </Badge>
      ))}
    </span>
  )
}

function standingOf(rights: readonly Right[], ids: readonly RightId[]): Standing {
  const mine = rights.filter((right) => ids.includes(right.id))
  if (mine.some((right) => right.proved === 'no' && right.predicted === 'yes')) return 'refused'
  if (mine.some((right) => right.proved === 'no')) return 'no'
  if (mine.length > 0 && mine.every((right) => right.proved === 'yes')) return 'proved'
  if (mine.some((right) => right.predicted === 'yes')) return 'predicted'
  return mine.some((right) => right.predicted === 'no') ? 'no' : 'unknown'
}
