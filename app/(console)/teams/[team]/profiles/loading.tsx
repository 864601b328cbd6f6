import { ProfilesSkeleton } from '#components/profiles/profiles-skeleton.tsx'

export default function Loading() {
  return (
    <div className="mx-auto max-w-[1400px] px-3 py-5 sm:px-6">
      <ProfilesSkeleton />
    </div>
  )
}
