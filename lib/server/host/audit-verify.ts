import 'server-only'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type KnownPlace, verifyAudit } from '#lib/server/audit/verify-audit.ts'
import type { AuditVerdict } from '#lib/shared/audit-query.ts'
import { type HostExit, HostUsageError, hostExit } from './host-error.ts'
import { openStore } from './open-store.ts'

const options = {
  checkpoint: { type: 'string' },
  checkpoints: { type: 'string' },
  json: { type: 'boolean' },
} as const

const PlaceSchema = z.object({
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

/** run verifies the whole audit log (`--checkpoint`, `--checkpoints`, `--json`); exit 1 when something does not fit. */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const checkpoints = [...named(values.checkpoint), ...inFile(values.checkpoints)]
  await openStore()
  const verdict = await verifyAudit({ by: null, checkpoints })
  process.stdout.write(`${values.json ? JSON.stringify(verdict) : sentence(verdict)}\n`)
  return verdict.good ? hostExit.good : hostExit.failed
}

function sentence({ good, events, firstBad, reason, checkpoint }: AuditVerdict): string {
  const told = checkpoint
    ? ` The newest checkpoint kept here is of event ${checkpoint.sequence}, ${checkpoint.at}.`
    : ''
  if (good) return `The audit log is whole: ${events} events, each as it was written.${told}`
  const what = {
    edited_or_missing: `Event ${firstBad} is missing or not as it was written.`,
    cut: `The end of the log was cut off: event ${firstBad} and what followed are missing, and a checkpoint knows of them.`,
    checkpoint_differs: `Event ${firstBad} is not the one that a checkpoint knows: the log was replaced.`,
  }
  return `${what[reason ?? 'edited_or_missing']} The ${events} events before it are good.${told}`
}

function named(text: string | undefined): KnownPlace[] {
  return (text?.split(',') ?? []).map((item) => {
    const [sequence, hash] = item.trim().split(':')
    const place = PlaceSchema.safeParse({ sequence: Number(sequence), hash })
    if (place.success) return place.data
    throw new HostUsageError('--checkpoint is not written as sequence:hash, as `audit checkpoint` prints it.')
  })
}

/** Lines of a server's log, or objects as a webhook receives them; other lines are passed over. */
function inFile(file: string | undefined): KnownPlace[] {
  if (file === undefined) return []
  const found = readLines(file).flatMap((line) => {
    const place = PlaceSchema.safeParse(jsonIn(line))
    return place.success ? [place.data] : []
  })
  if (found.length > 0) return found
  throw new HostUsageError('--checkpoints: there is no checkpoint in this file.')
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    throw new HostUsageError('--checkpoints: this file cannot be read.')
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line.slice(Math.max(0, line.indexOf('{'))))
  } catch {
    return null
  }
}
