import type { Profile } from '#lib/shared/profile.ts'
import { productName } from './product-name.ts'
import { summarizeFacts } from './summarize-profile.ts'

export const profileSorts = ['name', 'product', 'target', 'principal', 'health', 'used'] as const
export type ProfileSort = (typeof profileSorts)[number]

/** ProfileView is what the address says about the list: `?q=&label=&sort=-used`. */
export interface ProfileView {
  query: string
  label: string | null
  sort: ProfileSort
  descending: boolean
}

/** readProfileView reads the address; what it doesn't understand is as if it weren't there. */
export function readProfileView(params: URLSearchParams): ProfileView {
  const raw = params.get('sort') ?? 'name'
  const name = raw.replace(/^-/, '')
  return {
    query: params.get('q') ?? '',
    label: params.get('label'),
    sort: profileSorts.find((each) => each === name) ?? 'name',
    descending: raw.startsWith('-'),
  }
}

/** writeProfileView is the address of a view; what is as by default stays away. */
export function writeProfileView(view: ProfileView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.query !== '') params.set('q', view.query)
  if (view.label !== null) params.set('label', view.label)
  if (view.sort !== 'name' || view.descending) params.set('sort', `${view.descending ? '-' : ''}${view.sort}`)
  return params
}

/** selectProfiles filters by every word typed and by label, and sorts. What has no value stands last. */
export function selectProfiles(profiles: readonly Profile[], view: ProfileView): Profile[] {
  const words = view.query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = profiles.filter((profile) => {
    if (view.label !== null && !profile.labels.includes(view.label)) return false
    const text = textOf(profile)
    return words.every((word) => text.includes(word))
  })
  const keyed = found.map((profile) => ({ profile, key: sortKey(profile, view.sort) }))
  const sign = view.descending ? -1 : 1
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1
    return sign * collator.compare(a.key, b.key) || collator.compare(a.profile.name, b.profile.name)
  })
  return keyed.map(({ profile }) => profile)
}

/** labelsOf gives every label in use, most used first. */
export function labelsOf(profiles: readonly Profile[]): string[] {
  const counts = new Map<string, number>()
  for (const label of profiles.flatMap((profile) => profile.labels))
    counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0])).map(([label]) => label)
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const healthOrder = { failed: '0', limited: '1', authorized: '3' } as const
const NOT_CHECKED = '2'

function sortKey(profile: Profile, sort: ProfileSort): string | null {
  switch (sort) {
    case 'name':
      return profile.name
    case 'product':
      return productName(profile.product)
    case 'target':
      return summarizeFacts(profile.facts).target
    case 'principal':
      return summarizeFacts(profile.facts).principal
    case 'health':
      return profile.lastCheck ? healthOrder[profile.lastCheck.verdict.verdict] : NOT_CHECKED
    case 'used':
      return profile.lastUsedAt
  }
}

function textOf(profile: Profile): string {
  const { target, principal, protocol, servers } = summarizeFacts(profile.facts)
  return [profile.name, productName(profile.product), target, principal, protocol, servers, ...profile.labels]
    .join(' ')
    .toLowerCase()
}
