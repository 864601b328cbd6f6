import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** NothingHere stands at addresses that lead nowhere, or nowhere this person may go. */
export function NothingHere() {
  return (
    <div className="mx-auto max-w-xl pt-[12dvh]">
      <EmptyState
        level="h1"
        icon={<SearchX />}
        title="There is nothing here"
        actions={
          <Link href="/" className={buttonClass('primary')}>
            To your profiles
          </Link>
        }
      >
        The address is wrong, what was here is gone, or it belongs to a team that isn’t yours.
      </EmptyState>
    </div>
  )
}
