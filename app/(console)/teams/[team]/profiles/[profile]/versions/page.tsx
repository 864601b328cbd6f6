import type { Metadata } from 'next'
import { VersionsPage } from '#components/profiles/versions/versions-page.tsx'

export const metadata: Metadata = { title: 'Versions' }

export default async function Page({ params }: PageProps<'/teams/[team]/profiles/[profile]/versions'>) {
  return <VersionsPage profile={(await params).profile} />
}
