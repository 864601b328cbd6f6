import { Check, Minus, X } from 'lucide-react'
import { classNames } from '#components/ui/class-names.ts'
import type { Right, RightAnswer } from '#lib/shared/rights.ts'
import { answerWords, rightWords } from './right-words.ts'

const icons = { yes: Check, no: X, unknown: Minus } as const

export interface RightsTableProps {
  rights: readonly Right[]
  /** Shows what the cluster proved beside what the paste predicts. */
  proved?: boolean
  className?: string
}

/** RightsTable says what these credentials may do: by the paste, and, once checked, by the cluster's own word. */
export function RightsTable({ rights, proved = false, className }: RightsTableProps) {
  return (
    <table className={classNames('w-full border-collapse text-sm', className)}>
      <caption className="sr-only">What these credentials may do</caption>
      <thead className="text-left text-xs text-muted">
        <tr>
          <th scope="col" className="py-1 pr-3 font-medium">
            Right
          </th>
          <th scope="col" className="w-20 py-1 pr-3 font-medium">
            Predicted
          </th>
          {proved && (
            <th scope="col" className="w-20 py-1 font-medium">
              Proved
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rights.map((right) => (
          <tr key={`${right.id} ${right.resource}`} className="border-t border-line align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              <span className="flex flex-wrap gap-x-3">
                <span className="min-w-44">{rightWords[right.id]}</span>
                <span className="font-mono text-xs leading-5 break-all text-muted">{right.resource}</span>
              </span>
              {needsReason(right) && <span className="block text-xs text-muted">{right.reason}</span>}
            </th>
            <td className="py-1 pr-3">
              <Answer answer={right.predicted} />
            </td>
            {proved && (
              <td className="py-1">
                <Answer answer={right.proved} differs={differs(right)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is allowed, as predicted, needs no words; what is not, does. */
function needsReason(right: Right): boolean {
  return right.reason !== '' && (right.predicted !== 'yes' || differs(right))
}

/** Only a clear yes against a clear no is a difference worth a colour. */
function differs(right: Right): boolean {
  return right.predicted !== 'unknown' && right.proved !== 'unknown' && right.predicted !== right.proved
}

function Answer({ answer, differs: different = false }: { answer: RightAnswer; differs?: boolean }) {
  const Icon = icons[answer]
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap',
        different ? 'text-warn' : answer === 'yes' ? 'text-ok' : 'text-muted',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {answerWords[answer]}
    </span>
  )
}
