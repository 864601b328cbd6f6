import { ConsoleFrame } from '#components/shell/console-frame.tsx'

export default async function TeamLayout({ params, children }: LayoutProps<'/teams/[team]'>) {
  const { team } = await params
  return <ConsoleFrame team={team}>{children}</ConsoleFrame>
}
