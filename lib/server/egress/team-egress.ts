import 'server-only'
import { z } from 'zod'
import { deniedRangeTexts } from '#lib/network/address-ranges.ts'
import { knownPorts } from '#lib/network/check-address.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import {
  type EgressPolicy,
  type EgressView,
  type TeamEgress,
  TeamEgressModeSchema,
} from '#lib/shared/egress-policy.ts'
import { EgressRuleError, type EgressRules, getEgressPolicy, parseEgressRule } from './egress-policy.ts'

const RulesSchema = z.array(z.string())

/**
 * getTeamEgressPolicy gives what a team's connections are judged by: its own policy inside the server's, read anew for
 * every connection that begins, so that a change acts on the next one.
 */
export async function getTeamEgressPolicy(teamId: string): Promise<EgressPolicy> {
  const server = getEgressPolicy()
  const stored = await findTeamEgress(teamId)
  if (!stored || (stored.mode === 'server' && stored.rules.length === 0)) return server
  const rules = stored.rules.map((rule) => parseEgressRule(rule))
  return { mode: 'team', server, only: stored.mode === 'list', rules }
}

/** viewEgress gives the server's frame and the team's policy inside it, to be shown. */
export async function viewEgress(teamId: string): Promise<EgressView> {
  const server = getEgressPolicy()
  const stored = await findTeamEgress(teamId)
  return {
    server: {
      mode: server.mode,
      rules: server.mode === 'list' ? server.rules.map(ruleText) : [],
      ports: server.mode === 'open' ? knownPorts.map(spanText) : [],
      neverReached: deniedRangeTexts(),
    },
    team: stored ?? { mode: 'server', rules: [], updatedAt: null, updatedBy: null },
  }
}

/**
 * changeEgress stores a team's policy with its audit event. Throws `egress_invalid`, naming the first rule that is not
 * written right, and `unprocessable` for a list without a rule, which would end every connection.
 */
export async function changeEgress(options: {
  readonly teamId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly input: TeamEgress
}): Promise<EgressView> {
  const { teamId, actor, input } = options
  input.rules.forEach(assertRule)
  if (input.mode === 'list' && input.rules.length === 0)
    throw new AppError({
      code: 'unprocessable',
      field: 'rules',
      message: 'A list without a rule would allow nothing at all.',
      advice: 'Name at least one range, or follow the server’s policy.',
    })
  const change = {
    mode: input.mode,
    rules: JSON.stringify(input.rules),
    updatedAt: isoNow(),
    updatedBy: actor.name,
  }
  await inTransaction(async (tx) => {
    await tx
      .insertInto('teamEgress')
      .values({ teamId, ...change })
      .onConflict((conflict) => conflict.column('teamId').doUpdateSet(change))
      .execute()
    await recordAuditEvent(tx, {
      action: 'egress.policy-changed',
      teamId,
      actor: actor.email,
      subject: teamId,
      details: { mode: input.mode, rules: input.rules.length, list: input.rules.join(', ') },
    })
  })
  return viewEgress(teamId)
}

async function findTeamEgress(teamId: string): Promise<EgressView['team'] | null> {
  const row = await getDatabase()
    .selectFrom('teamEgress')
    .selectAll()
    .where('teamId', '=', teamId)
    .executeTakeFirst()
  if (!row) return null
  const { updatedAt, updatedBy } = row
  const rules = RulesSchema.parse(JSON.parse(row.rules))
  return { mode: TeamEgressModeSchema.parse(row.mode), rules, updatedAt, updatedBy }
}

function assertRule(rule: string, index: number): void {
  try {
    parseEgressRule(rule)
  } catch (error) {
    if (!(error instanceof EgressRuleError)) throw error
    throw new AppError({
      code: 'egress_invalid',
      field: 'rules',
      line: index + 1,
      message: `Rule ${index + 1} is not right.`,
      advice:
        'Write it as 10.20.0.0/16 or 10.20.0.0/16:9092-9094+19092; an IPv6 range with ports stands in brackets.',
    })
  }
}

function ruleText({ cidr, ports }: EgressRules[number]): string {
  const range = cidr.includes(':') && ports.length > 0 ? `[${cidr}]` : cidr
  return ports.length === 0 ? range : `${range}:${ports.map(spanText).join('+')}`
}

function spanText({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${first}-${last}`
}
