import 'server-only'
import { createProfile } from '#lib/server/profiles/create-profile.ts'

/** createTestProfile stores a profile for the tests of rooms that stand below the profiles', and gives its id. */
export async function createTestProfile(...[options]: Parameters<typeof createProfile>): Promise<string> {
  return (await createProfile(options)).id
}
