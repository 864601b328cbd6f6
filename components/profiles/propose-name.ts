import type { CredentialFacts } from '#lib/shared/credential.ts'
import { MAX_PROFILE_NAME } from '#lib/shared/profile.ts'
import { productName } from './product-name.ts'
import { summarizeFacts } from './summarize-profile.ts'

/** proposeName names a profile by what it is for and who uses it, with a number when that name is taken. */
export function proposeName(facts: CredentialFacts, taken: readonly string[]): string {
  const { target, principal } = summarizeFacts(facts)
  const parts = [target ?? productName(facts.product), principal].filter((part) => part !== null)
  const wanted = parts.join(' · ').slice(0, MAX_PROFILE_NAME - 4)
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted} ${number}`)) number += 1
  return `${wanted} ${number}`
}
