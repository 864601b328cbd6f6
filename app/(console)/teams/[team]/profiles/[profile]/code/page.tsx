import type { Metadata } from 'next'
import { SnippetPage } from '#components/snippets/snippet-page.tsx'

export const metadata: Metadata = { title: 'Code' }

export default async function Page({ params }: PageProps<'/teams/[team]/profiles/[profile]/code'>) {
  return <SnippetPage profile={(await params).profile} />
}
