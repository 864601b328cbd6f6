import { chooseCredential } from '#lib/credentials/choose-credential.ts'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type MongoTarget, mongoTargetOf } from '#lib/mongo/mongo-target.ts'
import { readPaste } from './read-input.ts'
import { UsageError } from './usage-error.ts'

/** The command line has no profiles; nothing looks at the name in its specifications. */
export const MONGO_PROFILE = 'mongodb'

/** readMongoTarget reads credentials of MongoDB from a file. Throws UsageError where it holds none. */
export async function readMongoTarget(file: string): Promise<MongoTarget> {
  const choice = chooseCredential(parseCredentials(await readPaste(file)), { product: 'mongodb' })
  if (!('issue' in choice) && !isKafkaCredential(choice.credential))
    return mongoTargetOf(choice.credential, { mode: 'unrestricted' })
  throw new UsageError({
    code: 'not_in_paste',
    message: `${file} holds no credentials of MongoDB.`,
    advice: 'Give the output of get-credentials of a data-integrator that is related to MongoDB.',
  })
}
