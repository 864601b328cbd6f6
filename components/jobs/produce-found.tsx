'use client'

import { Panel } from '#components/ui/panel.tsx'
import type { RecordAddress } from '#lib/client/record-address.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { CopyForm } from './copy-form.tsx'
import { copyFormOfFound, emptyCopyForm } from './copy-form-state.ts'

export interface ProduceFoundProps {
  team: string
  profile: Profile
  facts: KafkaFacts
  /** What the viewer shows: topic, partitions, range, filter. */
  address: RecordAddress
}

/** ProduceFound produces the records that a range and a filter find in a topic; the work is a copy job's. */
export function ProduceFound({ team, profile, facts, address }: ProduceFoundProps) {
  const topic = facts.topicPrefix ? '' : (facts.topic ?? '')
  const empty = { ...emptyCopyForm, topic, targetProfile: profile.id, targetTopic: topic }
  return (
    <Panel title="Records found">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">
          A copy job reads this range of the topic and writes each record that the filter finds, as it stands:
          key, value, headers and time. Only committed records are read; what ends “now” ends where the topic
          ends when the job starts.
        </p>
        <CopyForm {...{ team, profile }} action="Produce" initial={copyFormOfFound(address, empty)} />
      </div>
    </Panel>
  )
}
