'use client'

import { useQuery } from '@tanstack/react-query'
import { MoreHorizontal, Pencil, Radio, Repeat, Send, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { CheckPanel } from '#components/check/check-panel.tsx'
import { RightsTable } from '#components/check/rights-table.tsx'
import { useCheck } from '#components/check/use-check.ts'
import { useTeam } from '#components/shell/team-context.tsx'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { CredentialFactsList } from './credential-facts.tsx'
import { DeleteProfile } from './delete-profile.tsx'
import { EditProfile } from './edit-profile.tsx'
import { productName } from './product-name.ts'
import { profileRights } from './profile-rights.ts'
import { Reminders } from './reminders.tsx'
import { SecretsPanel } from './reveal/secrets-panel.tsx'

/** ProfileOverview shows what a profile is, whether it works, and what it may do. It stands inside a ProfileFrame. */
export function ProfileOverview({ profile: id }: { profile: string }) {
  const { team } = useTeam()
  const profile = useQuery(profileQuery(team.id, id)).data
  return profile ? <Overview profile={profile} /> : null
}

function Overview({ profile }: { profile: Profile }) {
  const { team, mayWith } = useTeam()
  const check = useCheck({ team: team.id, profile: profile.id })
  const isKafka = profile.product === 'kafka'
  const path = `/teams/${team.id}/profiles/${profile.id}`
  useShortcuts(
    isKafka && mayWith(profile, 'profile.check', 'use')
      ? [{ keys: 'c', label: 'Run the check', group: 'Profile', run: check.run }]
      : [],
  )
  const unproved = isKafka && check.state.phase === 'idle' && !profile.lastCheck?.verdict.rights.length
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        {isKafka && mayWith(profile, 'records.read', 'use') && (
          <Link href={`${path}/live`} className={buttonClass('primary')}>
            <Radio aria-hidden />
            Watch live
          </Link>
        )}
        {isKafka && mayWith(profile, 'records.produce', 'use') && (
          <Link href={`${path}/produce`} className={buttonClass()}>
            <Send aria-hidden />
            Produce
          </Link>
        )}
        {isKafka &&
          profile.lastCheck?.verdict.verdict === 'authorized' &&
          mayWith(profile, 'job.start', 'use') && (
            <Link href={`${path}/jobs?new=round-trip`} className={buttonClass()}>
              <Repeat aria-hidden />
              Round trip
            </Link>
          )}
        <div className="flex-1" />
        <Change profile={profile} />
      </div>
      <Reminders profile={profile.id} />
      <div
        className={
          isKafka ? 'grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]' : 'grid max-w-2xl gap-4'
        }
      >
        <div className="flex min-w-0 flex-col gap-4">
          {isKafka ? (
            <CheckPanel profile={profile} check={check} />
          ) : (
            <Notice
              title={`${productName(profile.product)} is kept, not checked.`}
              advice="Checks, records and jobs are made for Kafka. These credentials stay encrypted here, with their facts in sight."
            />
          )}
          {unproved && (
            <Panel title="What it may do, by the charm’s rules">
              <RightsTable rights={profileRights(profile)} />
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Facts">
            <CredentialFactsList facts={profile.facts} />
          </Panel>
          <SecretsPanel profile={profile} />
          <Panel title="Kept">
            <Kept profile={profile} />
          </Panel>
        </div>
      </div>
    </div>
  )
}

function Kept({ profile }: { profile: Profile }) {
  return (
    <Facts>
      <Fact name="Version">{profile.version}</Fact>
      {profile.hasClientCertificate && <Fact name="Client certificate">kept, with its key</Fact>}
      {!profile.verifyHostname && (
        <Fact name="Host names">
          <span className="text-warn">not verified</span>
        </Fact>
      )}
      <Fact name="Pasted">
        <RelativeTime at={profile.createdAt} /> by {profile.createdBy}
      </Fact>
      <Fact name="Last used">
        {profile.lastUsedAt ? (
          <>
            <RelativeTime at={profile.lastUsedAt} />
            {profile.lastUsedBy && ` by ${profile.lastUsedBy}`}
          </>
        ) : (
          'never'
        )}
      </Fact>
    </Facts>
  )
}

function Change({ profile }: { profile: Profile }) {
  const { mayWith } = useTeam()
  const mayUpdate = mayWith(profile, 'profile.update', 'edit')
  const mayDelete = mayWith(profile, 'profile.delete', 'edit')
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  if (!mayUpdate && !mayDelete) return null
  return (
    <>
      <Menu
        trigger={
          <Button aria-label="Change this profile">
            <MoreHorizontal />
            Change
          </Button>
        }
      >
        {mayUpdate && (
          <MenuItem onSelect={() => setOpen('edit')}>
            <Pencil aria-hidden />
            Edit
          </MenuItem>
        )}
        {mayDelete && (
          <MenuItem tone="danger" onSelect={() => setOpen('delete')}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        )}
      </Menu>
      {open === 'edit' && <EditProfile profile={profile} onClose={() => setOpen(null)} />}
      <DeleteProfile profile={profile} open={open === 'delete'} onClose={() => setOpen(null)} />
    </>
  )
}
