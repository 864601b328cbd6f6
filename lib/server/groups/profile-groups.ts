import 'server-only'
import { mayUseGroup } from '#lib/credentials/granted-groups.ts'
import { describeGroup } from '#lib/kafka/describe-group.ts'
import { listGroups } from '#lib/kafka/list-groups.ts'
import type { GroupFacts, GroupPage } from '#lib/shared/group.ts'
import { explained, type GroupAsker, openGroup, openGroups } from './open-groups.ts'

/**
 * listProfileGroups gives a page of the consumer groups that the profile's user was granted. A user without the role
 * for any has an empty list that says so.
 */
export async function listProfileGroups({
  search,
  after,
  limit,
  ...asker
}: GroupAsker & {
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}): Promise<GroupPage> {
  const { target, granted, forbidden } = await openGroups(asker, 'look')
  if (forbidden !== null)
    return { items: [], next: null, total: 0, reach: [], outside: 0, forbidden, silent: [] }
  const { signal } = asker
  const isOwn = (group: string) => mayUseGroup(granted, group)
  const page = await explained(target, listGroups(target, { isOwn, search, after, limit, signal }))
  return { ...page, reach: granted, forbidden: null }
}

/** getProfileGroup gives one group with its members and its lag. */
export async function getProfileGroup({
  group,
  ...asker
}: GroupAsker & { readonly group: string }): Promise<GroupFacts> {
  const { target } = await openGroup(asker, group, 'look')
  return explained(target, describeGroup(target, group, { signal: asker.signal }))
}
