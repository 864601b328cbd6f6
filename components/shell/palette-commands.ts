'use client'

import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { productName } from '#components/profiles/product-name.ts'
import { teamTabs } from '#components/team/team-tabs.tsx'
import { jobsQuery } from '#lib/client/queries/jobs.ts'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import { useRegistry } from './registry.ts'
import { useTeam } from './team-context.tsx'
import { type Command, commands } from './use-commands.ts'
import { leave } from './user-menu.tsx'

/** usePaletteCommands gives all that the palette can do here: the page's own commands, then the team's things. */
export function usePaletteCommands({ onShowKeys }: { onShowKeys: () => void }): Command[] {
  const { team, may } = useTeam()
  const router = useRouter()
  const params = useParams<{ profile?: string }>()
  const { setTheme } = useTheme()
  const offered = useRegistry(commands)
  const base = `/teams/${team.id}`
  const profiles = useQuery(profilesQuery(team.id)).data?.items ?? []
  const jobs = useQuery(jobsQuery(team.id)).data?.items ?? []
  const here = profiles.find((each) => each.id === params.profile && each.product === 'kafka')
  const topics = useQuery({
    ...topicsQuery(team.id, here?.id ?? ''),
    enabled: here !== undefined && may('topic.list'),
  }).data?.items

  const go = (path: string) => () => router.push(base + path)
  const live = (profile: string, topic: string) =>
    go(`/profiles/${profile}/live?${new URLSearchParams({ topic })}`)

  const known = profiles.flatMap((profile) =>
    profile.facts.product === 'kafka' && profile.facts.topic !== null && !profile.facts.topicPrefix
      ? [{ profile, topic: profile.facts.topic }]
      : [],
  )
  const topicCommands: Command[] = known.map(({ profile, topic }) => ({
    id: `topic:${profile.id}:${topic}`,
    title: topic,
    group: 'Topics',
    hint: `watch live, ${profile.name}`,
    run: live(profile.id, topic),
  }))
  for (const topic of here ? (topics ?? []) : []) {
    if (!here || topicCommands.some((each) => each.id === `topic:${here.id}:${topic.name}`)) continue
    topicCommands.push({
      id: `topic:${here.id}:${topic.name}`,
      title: topic.name,
      group: 'Topics',
      hint: `watch live, ${here.name}`,
      run: live(here.id, topic.name),
    })
  }

  return [
    ...offered,
    ...(may('profile.create')
      ? [
          {
            id: 'paste',
            title: 'Paste credentials',
            group: 'Actions',
            keywords: 'new add profile',
            run: go('/profiles/new'),
          },
        ]
      : []),
    { id: 'profiles', title: 'Profiles', group: 'Actions', keywords: 'go list', run: go('/profiles') },
    { id: 'jobs', title: 'Jobs', group: 'Actions', keywords: 'go list', run: go('/jobs') },
    ...teamTabs
      .filter((tab) => may(tab.action))
      .map((tab) => ({
        id: `team:${tab.path}`,
        title: tab.label,
        group: 'Actions',
        keywords: 'go team',
        run: go(`/${tab.path}`),
      })),
    ...profiles.map((profile) => ({
      id: profile.id,
      title: profile.name,
      group: 'Profiles',
      hint: productName(profile.product),
      keywords: profile.labels.join(' '),
      run: go(`/profiles/${profile.id}`),
    })),
    ...topicCommands,
    ...jobs.map((job) => ({
      id: job.id,
      title: job.name,
      group: 'Jobs',
      hint: `${job.kind}, ${job.state}`,
      keywords: job.profileName,
      run: go(`/jobs/${job.id}`),
    })),
    { id: 'theme-light', title: 'Light theme', group: 'Actions', run: () => setTheme('light') },
    { id: 'theme-dark', title: 'Dark theme', group: 'Actions', run: () => setTheme('dark') },
    { id: 'theme-system', title: 'Theme like the system', group: 'Actions', run: () => setTheme('system') },
    { id: 'keys', title: 'Keys', group: 'Actions', hint: '?', keywords: 'shortcuts help', run: onShowKeys },
    {
      id: 'sign-out',
      title: 'Sign out',
      group: 'Actions',
      keywords: 'leave log out',
      run: () => void leave(),
    },
  ]
}
