import type { Metadata } from 'next'
import { AccessPage } from '#components/access/access-page.tsx'

export const metadata: Metadata = { title: 'Access' }

export default async function Page({ params }: PageProps<'/teams/[team]/profiles/[profile]/access'>) {
  return <AccessPage profile={(await params).profile} />
}
