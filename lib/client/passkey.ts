import { ApiFailure } from './api.ts'

/** canUsePasskeys tells whether this browser knows passkeys and takes their options as JSON (WebAuthn level 3). */
export function canUsePasskeys(): boolean {
  return (
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
  )
}

/** makePasskey asks the browser for a new passkey and gives its public half as JSON. Throws ApiFailure. */
export async function makePasskey(options: unknown): Promise<unknown> {
  return ask(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  )
}

/** askForPasskey lets the person choose a passkey and gives its answer as JSON. Throws ApiFailure. */
export async function askForPasskey(options: unknown): Promise<unknown> {
  return ask(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as PublicKeyCredentialRequestOptionsJSON,
      ),
    }),
  )
}

async function ask(credential: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const made = await credential()
    if (made instanceof PublicKeyCredential) return made.toJSON()
  } catch (cause) {
    // The browser tells only in its name whether somebody cancelled, waited too long, or has this passkey already.
    const known = cause instanceof DOMException && cause.name === 'InvalidStateError'
    throw failure(
      known ? 'This device has a passkey for this account already.' : 'No passkey was used.',
      cause,
    )
  }
  throw failure('No passkey was used.', undefined)
}

function failure(message: string, cause: unknown): ApiFailure {
  const advice = 'It was cancelled, took too long, or this browser may not use passkeys at this address.'
  return new ApiFailure({ code: 'cancelled', message, advice }, 0, { cause })
}
