import { Check, Minus, X } from 'lucide-react'
import { classNames } from '#components/ui/class-names.ts'
import type { Right } from '#lib/shared/rights.ts'
import { answerWords, rightWords } from './right-words.ts'

const icons = { yes: Check, no: X, unknown: Minus } as const

/** RightsSummary is the short form of the rights: what is granted leads, reasons are titles. */
export function RightsSummary({ rights }: { rights: readonly Right[] }) {
  const sorted = [...rights].sort((a, b) => order(a) - order(b))
  return (
    <ul className="grid grid-cols-2 gap-x-4 text-sm xl:grid-cols-3">
      {sorted.map((right) => {
        const Icon = icons[right.predicted]
        const yes = right.predicted === 'yes'
        return (
          <li
            key={`${right.id} ${right.resource}`}
            title={`${right.resource}: ${right.reason}`}
            className={classNames('flex min-h-6 items-center gap-1.5', !yes && 'text-muted')}
          >
            <Icon aria-hidden className={classNames('size-4 shrink-0', yes ? 'text-ok' : 'text-faint')} />
            {rightWords[right.id]}
            <span className="sr-only">: {answerWords[right.predicted]}</span>
          </li>
        )
      })}
    </ul>
  )
}

function order(right: Right): number {
  return ['yes', 'unknown', 'no'].indexOf(right.predicted)
}
