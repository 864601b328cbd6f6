import { SearchX } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** DeadEnd stands where an address leads nowhere, says why, and shows the way back. */
export function DeadEnd({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-xl pt-[12dvh]">
      <EmptyState
        level="h1"
        icon={<SearchX />}
        title={title}
        actions={
          <Link href="/" className={buttonClass('primary')}>
            To your profiles
          </Link>
        }
      >
        {children}
      </EmptyState>
    </div>
  )
}
