import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

const rows = ['a', 'b', 'c', 'd', 'e'] as const

/** ProfilesSkeleton keeps the place of the search field and of a few rows. */
export function ProfilesSkeleton() {
  return (
    <Loading label="Loading profiles" className="flex flex-col gap-4">
      <Skeleton className="h-8 w-full sm:w-80" />
      <div className="rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <div key={row} className="flex h-11 items-center gap-6 border-b border-line px-3 last:border-b-0">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-24 max-sm:hidden" />
            <Skeleton className="ml-auto h-4 w-20" />
          </div>
        ))}
      </div>
    </Loading>
  )
}
