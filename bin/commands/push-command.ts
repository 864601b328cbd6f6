import { type PushedProfile, PushedProfileSchema } from '#lib/shared/push.ts'
import type { Team } from '#lib/shared/team.ts'
import { callServer, serverOf } from '../call-server.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { findTeam } from '../find-team.ts'
import { readPaste, readSmallFile } from '../read-input.ts'
import { printable, type Screen } from '../screen.ts'

export interface PushOptions {
  readonly credentials?: string
  readonly server?: string
  readonly team?: string
  readonly name?: string
  readonly label?: readonly string[]
  readonly product?: string
  readonly unit?: string
  readonly topic?: string
  readonly securityProtocol?: string
  readonly ca?: string
  readonly clientCert?: string
  readonly clientKey?: string
}

/**
 * pushCommand stores a paste in a team of a server: as a profile, or as a waiting version of the one it continues. The
 * same paste again changes nothing, so a script may push whenever it runs. Exit 2 for a paste that is no output.
 */
export async function pushCommand(
  options: PushOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const server = serverOf(options.server)
  const text = await readPaste(options.credentials)
  const body = {
    text,
    name: options.name,
    labels: options.label,
    product: options.product,
    unit: options.unit,
    topic: options.topic,
    securityProtocol: options.securityProtocol,
    certificateAuthority: await pem(options.ca),
    clientCertificate: await pem(options.clientCert),
    clientKey: await pem(options.clientKey),
  }
  const team = await findTeam(server, options.team, signal)
  const path = `/api/teams/${team.id}/profiles/push`
  const pushed = await callServer(server, PushedProfileSchema, path, { body, signal })
  const address = `${server.origin}/teams/${team.id}/profiles/${pushed.profile}`
  if (screen.json) await screen.jsonLine({ ...pushed, team: team.id, url: address })
  else await screen.line(`${sentence(pushed, team)}\n${address}`)
  return exitCode.good
}

function sentence({ outcome, name, version, state }: PushedProfile, team: Team): string {
  const profile = `"${printable(name)}"`
  if (outcome === 'created') return `Stored as the profile ${profile} of ${printable(team.name)}.`
  if (outcome === 'version_added') {
    return `Stored as version ${version} of ${profile}: it waits to be checked and promoted there.`
  }
  const how = state === 'pending' ? ', where it waits to be promoted' : ''
  return `Nothing to do: this is version ${version} of ${profile} already${how}.`
}

async function pem(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : Buffer.from(await readSmallFile(file)).toString('utf8')
}
