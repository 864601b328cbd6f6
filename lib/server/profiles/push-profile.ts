import 'server-only'
import { singleton } from '#lib/server/base/singleton.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Asking } from '#lib/server/teams/profile-access.ts'
import { findProfileRights } from '#lib/server/teams/require-profile-right.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { CreateProfile } from '#lib/shared/profile.ts'
import type { PushedProfile } from '#lib/shared/push.ts'
import type { Actor } from './actor.ts'
import { createProfile } from './create-profile.ts'
import { findDuplicates } from './find-duplicates.ts'
import { getProfile } from './list-profiles.ts'
import { matchProfiles } from './match-profiles.ts'
import { readPaste } from './read-paste.ts'
import { pasteVersion } from './versions/paste-version.ts'

export interface PushOptions {
  readonly member: Asking & Actor
  readonly input: CreateProfile
}

/**
 * pushProfile stores what a machine sends, again and again if it likes: a paste that is stored already changes nothing;
 * one that continues a profile which the member may edit waits there as a version to be promoted; else it becomes a
 * profile. Throws what readPaste, createProfile and addVersion throw.
 */
export function pushProfile(options: PushOptions): Promise<PushedProfile> {
  return oneAtATime(options.member.teamId, () => push(options))
}

async function push({ member, input }: PushOptions): Promise<PushedProfile> {
  const { teamId } = member
  const may = async (profileId: string, right: ProfileRight) =>
    (await findProfileRights(getDatabase(), member, profileId)).includes(right)
  const credential = readPaste(input.text, { product: input.product, unit: input.unit })
  for (const { profile, name, version, state } of await findDuplicates({ teamId, credential })) {
    if (await may(profile, 'see')) return { outcome: 'unchanged', profile, name, version, state }
  }
  const matches = await matchProfiles({ teamId, text: input.text, member })
  const { product, unit } = credential.facts
  const match = matches.find((each) => each.product === product && each.unit === unit)
  if (match?.kind === 'same') {
    const { version } = await getProfile({ teamId, profileId: match.profile })
    return { outcome: 'unchanged', profile: match.profile, name: match.name, version, state: 'current' }
  }
  if (match) {
    const { name: _, labels: __, shareWithTeam: ___, ...paste } = input
    const place = { teamId, profileId: match.profile }
    const added = await pasteVersion({ ...place, actor: member, input: { ...paste, state: 'pending' } })
    const { profile, name } = match
    return { outcome: 'version_added', profile, name, version: added.version, state: 'pending' }
  }
  const { id: profile, name, version } = await createProfile({ teamId, actor: member, input })
  return { outcome: 'created', profile, name, version, state: 'current' }
}

/** Two pushes of one paste at the same time would both find nothing stored. One process, one queue a team. */
const queues = () => singleton<Map<string, Promise<unknown>>>('push-queues', () => new Map())

async function oneAtATime<T>(teamId: string, work: () => Promise<T>): Promise<T> {
  const former = queues().get(teamId) ?? Promise.resolve()
  const mine = former.then(work, work)
  queues().set(teamId, mine)
  try {
    return await mine
  } finally {
    if (queues().get(teamId) === mine) queues().delete(teamId)
  }
}
