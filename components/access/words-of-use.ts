import { ProfileRightSchema } from '#lib/shared/grant.ts'
import type { ProfileUse } from '#lib/shared/profile-access.ts'
import { rightWords } from './right-words.ts'

/** wordsOfUse completes "Ada …" with what an audit event says was done with a profile. */
export function wordsOfUse({ action, details }: ProfileUse): string {
  const text = (name: string): string => String(details[name] ?? '')
  const right = (): string => {
    const known = ProfileRightSchema.safeParse(details.right)
    return known.success ? rightWords[known.data].label.toLowerCase() : text('right')
  }
  switch (action) {
    case 'profile.checked':
      return `checked the connection: ${text('verdict')}`
    case 'version.checked':
      return `checked version ${text('version')}: ${text('verdict')}`
    case 'records.read':
      return `read ${text('topic')}`
    case 'records.produced':
      return `wrote ${text('acknowledged')} records to ${text('topic')}`
    case 'group.reset':
      return `moved the offsets of the group ${text('group')} to ${text('to')}`
    case 'group.deleted':
      return `deleted the group ${text('group')}`
    case 'profile.used':
      return `started a job: ${text('kind')} on ${text('topic')}`
    case 'secret.revealed':
      return `looked at ${text('field')}${details['snippet'] === undefined ? '' : ` in ${text('snippet')} code`}${reason(details.reason)}`
    case 'secret.copied':
      return `copied ${text('field')}${reason(details.reason)}`
    case 'grant.added':
      return `${details.effect === 'deny' ? 'denied' : 'gave'} ${text('to')} the right to ${right()}`
    case 'grant.removed':
      return `took back from ${text('to')}: ${right()}${details.effect === 'deny' ? ' denied' : ''}`
    case 'grant.expired':
      return `ended for ${text('to')}: ${right()}`
    default:
      return action
  }
}

function reason(value: ProfileUse['details'][string] | undefined): string {
  return typeof value === 'string' && value !== '' ? `, “${value}”` : ''
}
