import { ArrowRight, TriangleAlert } from 'lucide-react'
import type { Difference } from '#lib/shared/credential-match.ts'
import { differenceWords } from './difference-words.ts'

/** DifferenceList shows, field by field, what a new credential says otherwise, and what follows from it. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  return (
    <ul aria-label="What differs" className="flex flex-col divide-y divide-line">
      {differences.map((each) => (
        <li
          key={`${each.field} ${each.before ?? ''} ${each.after ?? ''}`}
          className="grid gap-x-4 gap-y-0.5 py-1.5 text-sm min-[460px]:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)]"
        >
          <span className="text-muted">{differenceWords[each.field]}</span>
          <span className="min-w-0">
            {(each.before !== null || each.after !== null) && (
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Value text={each.before} gone />
                <ArrowRight
                  role="img"
                  aria-label="becomes"
                  className="size-3.5 shrink-0 self-center text-muted"
                />
                <Value text={each.after} />
              </span>
            )}
            {each.meaning && (
              <span className={each.breaking ? 'flex items-start gap-1.5' : 'block text-muted'}>
                {each.breaking && <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}
                {each.meaning}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Value({ text, gone = false }: { text: string | null; gone?: boolean }) {
  if (text === null) return <span className="text-muted">none</span>
  return <span className={`font-mono break-all ${gone ? 'text-muted' : 'text-ink'}`}>{text}</span>
}
