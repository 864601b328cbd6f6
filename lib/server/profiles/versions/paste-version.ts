import 'server-only'
import type { z } from 'zod'
import type { AddVersionSchema, ProfileVersion } from '#lib/shared/profile-version.ts'
import type { Actor } from '../actor.ts'
import { carryAdditions } from '../carry-additions.ts'
import { openProfile } from '../open-profile.ts'
import { readPaste } from '../read-paste.ts'
import { addVersion } from './add-version.ts'

/**
 * pasteVersion reads a paste as the next version of a profile. The paste is whole: what is
 * carried over is only what a person had added to the current version, as carryAdditions bounds it. Throws what
 * readPaste, adjustCredential and addVersion throw.
 */
export async function pasteVersion(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: Actor
  readonly input: z.output<typeof AddVersionSchema>
}): Promise<ProfileVersion> {
  const { teamId, profileId, actor, input } = options
  const kept = await openProfile({ teamId, profileId })
  const { text, unit, state, product = kept.profile.product, ...additions } = input
  const pasted = readPaste(text, { product, unit })
  // Another product has nothing to carry over, and is refused with the product's name.
  const credential = carryAdditions(kept.credential, pasted, additions)
  return addVersion({ teamId, profileId, credential, pasted, state, by: actor })
}
