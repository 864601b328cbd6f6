import { z } from 'zod'

export const PortRangeSchema = z.object({ first: z.number().int(), last: z.number().int() })

/** EgressRuleSchema: a range of addresses and the ports on them; no port means every port. */
const EgressRuleSchema = z.object({ cidr: z.string(), ports: z.array(PortRangeSchema) })

const OpenSchema = z.object({ mode: z.literal('open'), ownAddresses: z.array(z.string()) })
const ListSchema = z.object({ mode: z.literal('list'), rules: z.array(EgressRuleSchema) })

/** ServerEgressSchema is what this server allows to anybody. */
const ServerEgressSchema = z.discriminatedUnion('mode', [OpenSchema, ListSchema])
export type ServerEgress = z.infer<typeof ServerEgressSchema>

/**
 * EgressPolicySchema is plain data, so that it can cross into a worker thread. `open` is the default of the
 * security design (private and public unicast on known ports); `list` allows what its rules name and nothing else;
 * `team` is a team's own policy inside its server's.
 */
export const EgressPolicySchema = z.discriminatedUnion('mode', [
  OpenSchema,
  ListSchema,
  z.object({
    mode: z.literal('team'),
    server: ServerEgressSchema,
    /** Nothing but what the rules name; else they open further ports. */
    only: z.boolean(),
    rules: z.array(EgressRuleSchema),
  }),
  /** The command line connects where its user says. */
  z.object({ mode: z.literal('unrestricted') }),
])
export type EgressPolicy = z.infer<typeof EgressPolicySchema>

/** A cluster's brokers fit into a range or two; a list of single addresses this long is a mistake. */
export const MAX_TEAM_RULES = 200

export const TeamEgressModeSchema = z.enum(['server', 'list'])
export type TeamEgressMode = z.infer<typeof TeamEgressModeSchema>

/** TeamEgressSchema is a team's own policy: `server` allows what the server does and the rules' ports; `list` the rules alone. */
export const TeamEgressSchema = z.strictObject({
  mode: TeamEgressModeSchema,
  /** Each `cidr` or `cidr:ports`, such as `10.20.0.0/16:9092-9094+19092`. */
  rules: z.array(z.string().trim().min(1).max(120)).max(MAX_TEAM_RULES, `At most ${MAX_TEAM_RULES} rules.`),
})
export type TeamEgress = z.infer<typeof TeamEgressSchema>

/** EgressViewSchema is what the page shows: the server's frame and the team's policy inside it. */
export const EgressViewSchema = z.object({
  server: z.object({
    mode: z.enum(['open', 'list']),
    rules: z.array(z.string()),
    ports: z.array(z.string()),
    neverReached: z.array(z.string()),
  }),
  team: TeamEgressSchema.extend({
    updatedAt: z.iso.datetime().nullable(),
    updatedBy: z.string().nullable(),
  }),
})
export type EgressView = z.infer<typeof EgressViewSchema>
