import { CircleAlert } from 'lucide-react'
import type { FilterIssue } from '#lib/shared/filter.ts'

/** Of a long expression only so much around the place is shown. */
const AROUND = 40

/** FilterIssueLine shows what is wrong with a filter: the text with the place underlined, in words, and what to write. */
export function FilterIssueLine({ id, text, issue }: { id: string; text: string; issue: FilterIssue }) {
  const { start, end, message, advice, column } = issue
  const from = Math.max(0, start - AROUND)
  const to = Math.min(text.length, Math.max(end, start + 1) + AROUND)
  return (
    <div
      id={id}
      className="absolute inset-x-0 top-full z-20 mt-1 rounded-md border border-bad bg-raised p-2.5 text-sm shadow-raised"
    >
      <p className="flex items-start gap-1.5 text-bad">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          Column {column}: {message}
        </span>
      </p>
      <p className="mt-1.5 overflow-x-auto rounded bg-sunken px-2 py-1 font-mono text-xs whitespace-pre">
        {from > 0 && '…'}
        {text.slice(from, start)}
        <mark className="bg-transparent text-bad underline decoration-wavy underline-offset-4">
          {text.slice(start, end) || '␣'}
        </mark>
        {text.slice(end, to)}
        {to < text.length && '…'}
      </p>
      {advice !== undefined && <p className="mt-1.5 text-muted">{advice}</p>}
    </div>
  )
}
