'use client'

import { useQuery } from '@tanstack/react-query'
import { useTeam } from '#components/shell/team-context.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { profilesQuery } from '#lib/client/queries/profiles.ts'

export interface MongoProfileFieldProps {
  team: string
  label: string
  /** The profile's id; empty for none. */
  value: string
  onValueChange: (id: string) => void
  /** What the choice shows when none is chosen. */
  none: string
  error?: string | undefined
  /** Said once there are profiles to choose from. */
  hint?: string | undefined
}

/** MongoProfileField chooses one of the team's profiles of MongoDB, of those that the person may use. */
export function MongoProfileField(props: MongoProfileFieldProps) {
  const { team, label, value, onValueChange, none, error, hint } = props
  const { mayWith } = useTeam()
  const profiles = useQuery(profilesQuery(team))
  const fit = (profiles.data?.items ?? []).filter(
    (each) => (each.product === 'mongodb' || each.product === 'mongos') && mayWith(each, 'job.start', 'use'),
  )
  const foreign = value !== '' && !profiles.isPending && !fit.some(({ id }) => id === value)
  return (
    <Field
      label={label}
      error={error ?? (profiles.isError ? 'The profiles could not be loaded.' : undefined)}
      hint={
        profiles.isSuccess && fit.length === 0
          ? 'The team has none that you may use. Paste what get-credentials prints of a data-integrator that is related to MongoDB.'
          : hint
      }
    >
      {(control) => (
        <Select
          {...control}
          value={value}
          disabled={profiles.isPending}
          options={
            profiles.isPending
              ? [{ value, label: 'Loading…' }]
              : [
                  { value: '', label: none },
                  ...(foreign ? [{ value, label: 'One that you may not use' }] : []),
                  ...fit.map(({ id, name }) => ({ value: id, label: name })),
                ]
          }
          onValueChange={onValueChange}
        />
      )}
    </Field>
  )
}
