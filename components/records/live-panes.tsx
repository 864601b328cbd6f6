'use client'

import { useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import { MAX_PANES } from '#lib/client/live-address.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { LiveView } from './live-view.tsx'
import { PaneSplitter } from './pane-splitter.tsx'
import { type LivePane, type UseLiveAddress, useLiveAddress } from './use-live-address.ts'
import { useMedia } from './use-media.ts'

export interface LivePanesProps {
  team: string
  profile: Profile
  facts: KafkaFacts
}

/** LivePanes shows one topic live, or up to four side by side; on a narrow screen one of them at a time. */
export function LivePanes({ team, profile, facts }: LivePanesProps) {
  const address = useLiveAddress()
  const { panes } = address
  const wide = useMedia('(min-width: 1024px)')
  const [chosen, setChosen] = useState(0)
  const [shares, setShares] = useState<Readonly<Record<number, number>>>({})
  const shareOf = (pane: LivePane) => shares[pane.id] ?? 1
  const active = panes.some((each) => each.id === chosen) ? chosen : (panes[0]?.id ?? 0)
  const many = panes.length > 1

  return (
    <div className="flex h-[max(40rem,calc(100dvh-10.25rem))] min-h-0 flex-col gap-2">
      {many && !wide && (
        <Segmented
          label="Topic in sight"
          value={String(active)}
          options={panes.map((pane, index) => ({
            value: String(pane.id),
            label: `${index + 1} ${pane.address.topic ?? facts.topic ?? ''}`,
          }))}
          onValueChange={(id) => setChosen(Number(id))}
        />
      )}
      <div className="flex min-h-0 flex-1">
        {panes.map((pane, index) => {
          const next = panes[index + 1]
          return (
            <div
              key={pane.id}
              className={classNames('flex min-h-0 min-w-0', many && !wide && pane.id !== active && 'hidden')}
              style={{ flex: `${shareOf(pane)} 1 0` }}
            >
              <Pane
                {...{ team, profile, facts, pane, address, many }}
                number={index + 1}
                active={pane.id === active}
                onActive={() => setChosen(pane.id)}
                onAdded={setChosen}
              />
              {wide && next !== undefined && (
                <PaneSplitter
                  label={`Width of pane ${index + 1}`}
                  before={shareOf(pane)}
                  after={shareOf(next)}
                  onChange={(before, after) => setShares({ ...shares, [pane.id]: before, [next.id]: after })}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface PaneProps extends LivePanesProps {
  pane: LivePane
  address: UseLiveAddress
  many: boolean
  number: number
  active: boolean
  onActive: () => void
  onAdded: (pane: number) => void
}

function Pane({ team, profile, facts, pane, address, many, number, active, onActive, onAdded }: PaneProps) {
  const { panes, change, adjust, add, remove } = address
  const { id } = pane
  return (
    <section
      {...(many && {
        'aria-label': `Pane ${number}: ${pane.address.topic ?? facts.topic ?? 'no topic yet'}`,
      })}
      onFocusCapture={onActive}
      onPointerDownCapture={onActive}
      className={classNames(
        'min-h-0 min-w-0 flex-1',
        many && 'rounded-lg border p-2',
        many && (active ? 'border-accent/50' : 'border-line'),
      )}
    >
      <LiveView
        team={team}
        profile={profile}
        facts={facts}
        address={pane.address}
        change={(part) => change(id, part)}
        adjust={(part) => adjust(id, part)}
        alone={!many}
        active={active}
        onAdd={panes.length >= MAX_PANES ? null : (next) => onAdded(add(next))}
        onClose={many ? () => remove(id) : null}
      />
    </section>
  )
}
