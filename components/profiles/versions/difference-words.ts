import type { Difference } from '#lib/shared/credential-match.ts'
import type { VersionState } from '#lib/shared/profile-version.ts'

/** differenceWords: what each differing field is called where people read it. */
export const differenceWords: Readonly<Record<Difference['field'], string>> = {
  servers: 'Servers',
  protocol: 'Protocol',
  principal: 'Principal',
  topic: 'Topic',
  'group-prefix': 'Group prefix',
  roles: 'Roles',
  grants: 'Extra grants',
  authority: 'Authority',
  'client-certificate': 'Client certificate',
  facts: 'Fact',
  secrets: 'Secrets',
}

export const stateLooks: Readonly<
  Record<VersionState, { word: string; tone: 'accent' | 'ok' | 'neutral'; says: string }>
> = {
  pending: { word: 'pending', tone: 'accent', says: 'Waits to be checked and promoted.' },
  current: { word: 'current', tone: 'ok', says: 'What everything connects with.' },
  previous: { word: 'previous', tone: 'neutral', says: 'Kept to roll back to.' },
  retired: { word: 'retired', tone: 'neutral', says: 'Was in use; its secret is destroyed.' },
  shredded: { word: 'shredded', tone: 'neutral', says: 'Its secret was destroyed.' },
}
