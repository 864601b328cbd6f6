import { z } from 'zod'

export const PortRangeSchema = z.object({ first: z.number().int(), last: z.number().int() })

/**
 * EgressPolicySchema is plain data, so that it can cross into a worker thread. `open` is the default of the
 * security design (private and public unicast on known ports); `list` allows what its rules name and nothing else.
 */
export const EgressPolicySchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('open'), ownAddresses: z.array(z.string()) }),
  z.object({
    mode: z.literal('list'),
    rules: z.array(z.object({ cidr: z.string(), ports: z.array(PortRangeSchema) })),
  }),
  /** The command line connects where its user says. */
  z.object({ mode: z.literal('unrestricted') }),
])
export type EgressPolicy = z.infer<typeof EgressPolicySchema>
